package org.wayray.compositor.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Region;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Physical;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.output.OutputListener;
import org.wayray.compositor.output.OutputMode;

class SceneTest {

    private final Scene scene = new Scene();
    private final Output left = output("TEST-1", 0);
    private final Output right = output("TEST-2", 100);
    private final List<String> visits = new ArrayList<>();

    SceneTest() {
        scene.addOutput(left);
        scene.addOutput(right);
        left.takeDamage();
        right.takeDamage();
    }

    @Test
    void layers_come_before_order() throws Exception {
        SurfaceTree panel = scene.add(surface(10, 10), Layer.TOP, Offset.zero());
        SurfaceTree window = scene.add(surface(10, 10), Layer.WINDOWS, Offset.zero());
        window.raise();
        assertThat(hit(5, 5)).isSameAs(panel.root());
    }

    @Test
    void raise_and_lower_change_who_is_hit() throws Exception {
        SurfaceTree first = scene.add(surface(10, 10), Layer.WINDOWS, Offset.zero());
        SurfaceTree second = scene.add(surface(10, 10), Layer.WINDOWS, Offset.zero());
        assertThat(hit(5, 5)).isSameAs(second.root());
        first.raise();
        assertThat(hit(5, 5)).isSameAs(first.root());
        first.lower();
        assertThat(hit(5, 5)).isSameAs(second.root());
    }

    @Test
    void a_popup_lies_above_its_parent_and_moves_with_it() throws Exception {
        SurfaceTree window = scene.add(surface(20, 20), Layer.WINDOWS, new Offset<>(10, 10));
        SurfaceTree popup = window.addChild(surface(5, 5), new Offset<>(3, 4));
        assertThat(hit(13, 14)).isSameAs(popup.root());

        window.moveTo(new Offset<>(50, 50));
        assertThat(popup.position()).isEqualTo(new Offset<>(53, 54));
        window.remove();
        assertThat(popup.scene()).isEmpty();
        assertThat(popup.root().tree()).isEmpty();
    }

    @Test
    void a_move_damages_where_it_was_and_where_it_is() throws Exception {
        SurfaceTree window = scene.add(surface(10, 10), Layer.WINDOWS, new Offset<>(90, 0));
        left.takeDamage();
        right.takeDamage();
        window.moveTo(new Offset<>(95, 0));

        assertThat(left.takeDamage()).isEqualTo(Region.of(new Rect<Physical>(90, 0, 10, 10)));
        assertThat(right.takeDamage()).isEqualTo(Region.of(new Rect<Physical>(0, 0, 5, 10)));
    }

    @Test
    void a_drag_icon_takes_no_input() throws Exception {
        Surface window = surface(10, 10);
        scene.add(window, Layer.WINDOWS, Offset.zero());
        scene.add(surface(10, 10), Layer.DRAG_ICON, Offset.zero());
        assertThat(hit(5, 5)).isSameAs(window);
    }

    @Test
    void surfaces_enter_and_leave_outputs() throws Exception {
        Surface surface = surface(10, 10);
        SurfaceTree window = scene.add(surface, Layer.WINDOWS, new Offset<>(0, 0));
        scene.updateVisibility();
        window.moveTo(new Offset<>(95, 0));
        scene.updateVisibility();
        window.moveTo(new Offset<>(150, 0));
        scene.updateVisibility();
        window.remove();
        scene.updateVisibility();

        assertThat(visits).containsExactly("enter TEST-1", "enter TEST-2", "leave TEST-1", "leave TEST-2");
    }

    @Test
    void surfaces_leave_an_output_before_it_goes() throws Exception {
        right.addListener(new OutputListener() {
            @Override
            public void removed(Output output) {
                visits.add("removed " + output.name());
            }
        });
        scene.add(surface(10, 10), Layer.WINDOWS, new Offset<>(150, 0));
        scene.updateVisibility();
        scene.removeOutput(right);
        assertThat(visits).containsExactly("enter TEST-2", "leave TEST-2", "removed TEST-2");
    }

    @Test
    void the_layout_version_tells_when_the_pointer_must_be_looked_at_again() throws Exception {
        Surface surface = surface(10, 10);
        SurfaceTree window = scene.add(surface, Layer.WINDOWS, Offset.zero());
        long before = scene.layoutVersion();
        surface.attach(TestBuffer.of(10, 10, 0xff000000));
        surface.commit();
        assertThat(scene.layoutVersion()).isEqualTo(before);

        surface.setInputRegion(Region.of(new Rect<>(0, 0, 1, 1)));
        surface.commit();
        assertThat(scene.layoutVersion()).isGreaterThan(before);
        before = scene.layoutVersion();
        window.moveTo(new Offset<>(1, 1));
        assertThat(scene.layoutVersion()).isGreaterThan(before);
    }

    private Surface surface(int width, int height) throws InvalidCommitException {
        Surface surface = new Surface(this);
        surface.attach(TestBuffer.of(width, height, 0xff000000));
        surface.commit();
        surface.addListener(new SurfaceListener() {
            @Override
            public void outputEntered(Surface entering, Output output) {
                visits.add("enter " + output.name());
            }

            @Override
            public void outputLeft(Surface leaving, Output output) {
                visits.add("leave " + output.name());
            }
        });
        return surface;
    }

    private Surface hit(double x, double y) {
        return scene.surfaceAt(new Point<>(x, y)).orElseThrow().surface();
    }

    private static Output output(String name, int x) {
        return new Output(name, "test", new OutputMode(new Size<>(100, 100), 60_000), Scale.ONE, new Offset<>(x, 0));
    }
}
