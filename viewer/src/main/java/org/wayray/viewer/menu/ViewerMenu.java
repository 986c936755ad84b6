package org.wayray.viewer.menu;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The entries of the menu, whether it is open, and which entry is selected. Confined to the viewer's loop. */
public final class ViewerMenu {
    private final Map<MenuSection, List<MenuEntry>> sections = new EnumMap<>(MenuSection.class);
    private final Runnable onTurn;
    private boolean open;
    private int selected;

    /** @param onTurn called when it has opened, and when it has closed, before what was chosen is done */
    public ViewerMenu(Runnable onTurn) {
        this.onTurn = onTurn;
    }

    /** Puts an entry at the end of its section. */
    public void add(MenuSection section, MenuEntry entry) {
        sections.computeIfAbsent(section, each -> new ArrayList<>()).add(entry);
    }

    public boolean isOpen() {
        return open;
    }

    /** Opens it with the first entry selected. Again does nothing. */
    public void open() {
        if (!open) {
            open = true;
            selected = 0;
            onTurn.run();
        }
    }

    /** Closes it. Again does nothing. */
    public void close() {
        if (open) {
            open = false;
            onTurn.run();
        }
    }

    /** How many entries there are. */
    public int size() {
        return sections.values().stream().mapToInt(List::size).sum();
    }

    /** Selects the entry so many further down, or up if negative; round the ends. */
    public void move(int by) {
        if (size() > 0) {
            selected = Math.floorMod(selected + by, size());
        }
    }

    /** Selects an entry. Does nothing if there is none of that index, or it is selected already. Returns whether it did. */
    public boolean select(int index) {
        if (index < 0 || index >= size() || index == selected) {
            return false;
        }
        selected = index;
        return true;
    }

    /** Does what the selected entry is for; all but choices close the menu first. */
    public void choose() {
        if (selected >= size()) {
            return;
        }
        switch (entries().toList().get(selected)) {
            case MenuEntry.Action action -> {
                close();
                action.run().run();
            }
            case MenuEntry.Toggle toggle -> {
                close();
                toggle.flip().run();
            }
            case MenuEntry.Choice choice -> choice.change().accept(1);
        }
    }

    /** Gives the selected entry its next value, or the one before for -1, if it is a choice. */
    public void change(int by) {
        if (selected < size() && entries().toList().get(selected) instanceof MenuEntry.Choice choice) {
            choice.change().accept(by);
        }
    }

    /** What it says now. */
    public MenuPage page(String title) {
        var rows = new ArrayList<MenuPage.Row>();
        for (var section : sections.values()) {
            for (int i = 0; i < section.size(); i++) {
                rows.add(row(section.get(i), i == 0 && !rows.isEmpty()));
            }
        }
        return new MenuPage(title, List.copyOf(rows), selected);
    }

    private static MenuPage.Row row(MenuEntry entry, boolean opensSection) {
        return switch (entry) {
            case MenuEntry.Action(var label, var shortcut, var run) ->
                new MenuPage.Row(label, shortcut, MenuPage.Mark.NONE, opensSection);
            case MenuEntry.Toggle(var label, var shortcut, var isOn, var flip) ->
                new MenuPage.Row(
                        label, shortcut, isOn.getAsBoolean() ? MenuPage.Mark.ON : MenuPage.Mark.OFF, opensSection);
            case MenuEntry.Choice(var label, var value, var change) ->
                new MenuPage.Row(label, value.get(), MenuPage.Mark.ARROWS, opensSection);
        };
    }

    private Stream<MenuEntry> entries() {
        return sections.values().stream().flatMap(List::stream);
    }
}
