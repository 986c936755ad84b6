package org.wayray.viewer.menu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wayray.codec.PixelRect;

class ViewerMenuTest {
    private final List<String> done = new ArrayList<>();
    private final ViewerMenu menu = new ViewerMenu(() -> done.add("turn"));
    private int level = 1;

    ViewerMenuTest() {
        menu.add(MenuSection.LEAVE, new MenuEntry.Action("Disconnect", "", () -> done.add("disconnect")));
        menu.add(
                MenuSection.VIEW,
                new MenuEntry.Toggle("Full screen", "Ctrl+Alt+Enter", () -> true, () -> done.add("flip")));
        menu.add(MenuSection.INPUT, new MenuEntry.Choice("Level", () -> "level " + level, by -> level += by));
        menu.add(MenuSection.VIEW, new MenuEntry.Toggle("Statistics", "", () -> false, () -> done.add("statistics")));
    }

    @Test
    void entriesStandInTheirSectionsInTheOrderInWhichTheyCame() {
        assertThat(menu.page("desk").rows())
                .containsExactly(
                        new MenuPage.Row("Full screen", "Ctrl+Alt+Enter", MenuPage.Mark.ON, false),
                        new MenuPage.Row("Statistics", "", MenuPage.Mark.OFF, false),
                        new MenuPage.Row("Level", "level 1", MenuPage.Mark.ARROWS, true),
                        new MenuPage.Row("Disconnect", "", MenuPage.Mark.NONE, true));
    }

    @Test
    void theSelectionGoesRoundTheEndsAndBeginsAtTheTop() {
        menu.open();
        menu.move(-1);
        assertThat(menu.page("").selected()).isEqualTo(3);
        menu.move(2);
        assertThat(menu.page("").selected()).isEqualTo(1);
        menu.close();
        menu.open();
        assertThat(menu.page("").selected()).isZero();
    }

    @Test
    void whatIsChosenIsDoneWhenTheMenuHasClosed() {
        menu.open();
        menu.select(3);
        menu.choose();
        assertThat(done).containsExactly("turn", "turn", "disconnect");
        assertThat(menu.isOpen()).isFalse();
    }

    @Test
    void aChoiceChangesBothWaysAndTheMenuStays() {
        menu.open();
        menu.select(2);
        menu.choose();
        menu.change(1);
        menu.change(-1);
        assertThat(level).isEqualTo(2);
        assertThat(menu.isOpen()).isTrue();
        assertThat(done).containsExactly("turn");
    }

    @Test
    void whatIsNoChoiceHasNoOtherValue() {
        menu.open();
        menu.change(1);
        assertThat(done).containsExactly("turn");
    }

    @Test
    void aPlaceThatIsNoEntrySelectsNothing() {
        menu.open();
        assertThat(menu.select(-1)).isFalse();
        assertThat(menu.select(4)).isFalse();
        assertThat(menu.select(0)).isFalse();
        assertThat(menu.select(1)).isTrue();
    }

    @Test
    void anEmptyMenuDoesNothing() {
        var empty = new ViewerMenu(() -> {});
        empty.open();
        empty.move(1);
        empty.choose();
        empty.change(1);
        assertThat(empty.page("").rows()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 1.25, 1.5, 1.75, 2, 3})
    void everyRowHasItsPlaceAtEveryScale(double scale) {
        var layout = MenuLayout.fit(scale, 7, 4000, 4000);
        var whole = new PixelRect(0, 0, layout.width(), layout.height());
        for (int i = 0; i < 7; i++) {
            var row = layout.row(i);
            assertThat(whole.contains(row)).isTrue();
            assertThat(layout.rowAt(row.x() + 1, row.y())).isEqualTo(i);
            assertThat(layout.rowAt(row.right() - 1, row.bottom() - 0.01)).isEqualTo(i);
        }
        assertThat(layout.rowAt(layout.row(0).x() - 1, layout.row(0).y())).isEqualTo(-1);
        assertThat(layout.rowAt(5, layout.height() - 1)).isEqualTo(-1);
    }

    @Test
    void aMenuThatDoesNotFitGetsSmallerButStaysReadable() {
        var layout = MenuLayout.fit(2, 7, 460, 400);
        assertThat(layout.width()).isLessThanOrEqualTo(460);
        assertThat(layout.height()).isLessThanOrEqualTo(400);
        assertThat(MenuLayout.fit(2, 7, 10, 10).scale()).isEqualTo(0.5);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1.5, 2})
    void theSelectedRowStandsOutAndNothingIsLeftBlank(double scale) {
        var layout = new MenuLayout(scale, 4);
        menu.open();
        menu.select(2);
        var panel = MenuPainter.paint(menu.page("WayRay"), "Esc goes back.", layout);
        assertThat(panel.width()).isEqualTo(layout.width());
        assertThat(panel.height()).isEqualTo(layout.height());
        for (int i = 0; i < 4; i++) {
            var row = layout.row(i);
            int ground = panel.pixel(row.x() + row.width() / 2, row.y() + row.height() / 2) & 0xFFFFFF;
            assertThat(ground == 0x344B6E).as("row " + i).isEqualTo(i == 2);
            int bright = 0;
            for (int y = row.y(); y < row.bottom(); y++) {
                for (int x = row.x(); x < row.x() + row.width() / 2; x++) {
                    bright += (panel.pixel(x, y) & 0xFF00) > 0xB000 ? 1 : 0;
                }
            }
            assertThat(bright).as("text in row " + i).isGreaterThan(30);
        }
    }
}
