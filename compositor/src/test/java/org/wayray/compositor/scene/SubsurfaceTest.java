package org.wayray.compositor.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Region;
import org.wayray.compositor.geometry.Space.Logical;

class SubsurfaceTest {

    private final Scene scene = new Scene();
    private final Surface parent = new Surface(this);
    private final Surface child = new Surface(this);
    private final Surface other = new Surface(this);
    private Subsurface bond;
    private Subsurface otherBond;

    @BeforeEach
    void aParentWithTwoChildren() throws Exception {
        draw(parent, 20, 20);
        parent.commit();
        scene.add(parent, Layer.WINDOWS, new Offset<>(100, 100));
        bond = parent.addSubsurface(child);
        otherBond = parent.addSubsurface(other);
    }

    @Test
    void a_new_subsurface_waits_for_its_parent() throws Exception {
        draw(child, 5, 5);
        child.commit();
        assertThat(child.hasContent()).isFalse();

        parent.commit();

        assertThat(child.isMapped()).isTrue();
        assertThat(child.scenePosition()).contains(new Offset<>(100, 100));
    }

    @Test
    void a_desynchronised_child_is_hidden_until_the_parent_has_placed_it() throws Exception {
        bond.setSynchronized(false);
        draw(child, 5, 5);
        child.commit();
        assertThat(child.hasContent()).isTrue();
        assertThat(child.isMapped()).isFalse();

        parent.commit();
        assertThat(child.isMapped()).isTrue();
    }

    @Test
    void cached_commits_add_up_and_give_the_replaced_buffer_back() throws Exception {
        TestBuffer first = TestBuffer.of(5, 5, 0xff000001);
        TestBuffer second = TestBuffer.of(6, 6, 0xff000002);
        RecordingCallback callback = new RecordingCallback();
        child.attach(first);
        child.frame(callback);
        child.commit();
        assertThat(first.holders()).isOne();
        assertThat(first.releases()).isZero();
        child.attach(second);
        child.commit();
        assertThat(first.releases()).isOne();

        parent.commit();

        assertThat(child.content().orElseThrow().pixels()).containsOnly(0xff000002);
        assertThat(second.holders()).isZero();
        assertThat(first.holders()).isZero();
        assertThat(child.takeFrameCallbacks()).containsExactly(callback);
    }

    @Test
    void what_waited_is_applied_when_the_child_becomes_desynchronised() throws Exception {
        draw(child, 5, 5);
        child.commit();
        bond.setSynchronized(false);
        assertThat(child.hasContent()).isTrue();
    }

    @Test
    void a_desynchronised_child_of_a_synchronised_one_waits_too() throws Exception {
        Surface grandchild = new Surface(this);
        Subsurface lower = child.addSubsurface(grandchild);
        lower.setSynchronized(false);
        draw(grandchild, 3, 3);
        grandchild.commit();
        assertThat(grandchild.hasContent()).isFalse();

        draw(child, 5, 5);
        child.commit();
        assertThat(grandchild.hasContent()).isFalse();
        parent.commit();

        assertThat(grandchild.isMapped()).isTrue();
    }

    @Test
    void freeing_the_middle_one_frees_a_desynchronised_grandchild() throws Exception {
        Surface grandchild = new Surface(this);
        Subsurface lower = child.addSubsurface(grandchild);
        draw(child, 5, 5);
        child.commit();
        parent.commit();
        lower.setSynchronized(false);
        draw(grandchild, 3, 3);
        grandchild.commit();
        assertThat(grandchild.hasContent()).isFalse();

        bond.setSynchronized(false);
        assertThat(grandchild.hasContent()).isTrue();
    }

    @Test
    void position_and_order_count_with_the_parents_commit() throws Exception {
        parent.commit();
        bond.setPosition(new Offset<>(3, 4));
        assertThat(bond.placeAbove(other)).isTrue();
        assertThat(bond.position()).isEqualTo(new Offset<>(0, 0));
        assertThat(order()).containsExactly(parent, child, other);

        parent.commit();

        assertThat(bond.position()).isEqualTo(new Offset<>(3, 4));
        assertThat(order()).containsExactly(parent, other, child);
    }

    @Test
    void children_go_below_the_parent_and_beside_their_siblings_only() throws Exception {
        assertThat(otherBond.placeBelow(parent)).isTrue();
        assertThat(bond.placeBelow(other)).isTrue();
        parent.commit();
        assertThat(order()).containsExactly(child, other, parent);

        assertThat(bond.placeAbove(child)).isFalse();
        assertThat(bond.placeAbove(new Surface(this))).isFalse();
    }

    @Test
    void the_topmost_child_that_takes_input_is_hit() throws Exception {
        bond.setPosition(new Offset<>(10, 10));
        otherBond.setPosition(new Offset<>(15, 15));
        draw(child, 10, 10);
        draw(other, 30, 30);
        other.setInputRegion(Region.of(new Rect<>(10, 10, 5, 5)));
        child.commit();
        other.commit();
        parent.commit();

        assertThat(hitAt(116, 116)).isSameAs(child);
        assertThat(hitAt(126, 126)).isSameAs(other);
        assertThat(hitAt(101, 101)).isSameAs(parent);
        assertThat(scene.surfaceAt(new Point<>(124, 124))).isEmpty();
        assertThat(scene.surfaceAt(new Point<>(126.5, 127)).orElseThrow().local())
                .isEqualTo(new Point<Logical>(11.5, 12));
    }

    @Test
    void the_end_of_the_bond_hides_the_child_at_once() throws Exception {
        TestBuffer waiting = TestBuffer.of(5, 5, 0xff000000);
        draw(child, 5, 5);
        child.commit();
        parent.commit();
        child.attach(waiting);
        child.commit();
        bond.destroy();

        assertThat(child.isMapped()).isFalse();
        assertThat(order()).containsExactly(parent, other);
        assertThat(waiting.holders()).isZero();
        assertThat(bond.isAlive()).isFalse();
    }

    @Test
    void without_parent_the_children_are_hidden_and_free() throws Exception {
        draw(child, 5, 5);
        child.commit();
        parent.commit();
        parent.destroy();

        assertThat(child.isMapped()).isFalse();
        assertThat(child.subsurface()).isEmpty();
        draw(child, 5, 5);
        child.commit();
        assertThat(scene.trees(Layer.WINDOWS)).isEmpty();
    }

    @Test
    void a_hidden_parent_hides_its_children() throws Exception {
        draw(child, 5, 5);
        child.commit();
        parent.commit();
        parent.attach(null);
        parent.commit();

        assertThat(child.isMapped()).isFalse();
        assertThat(scene.surfaceAt(new Point<>(101, 101))).isEmpty();
    }

    private static void draw(Surface surface, int width, int height) {
        surface.attach(TestBuffer.of(width, height, 0xff000000));
    }

    private List<Surface> order() {
        return parent.current().stack().stream().map(SubsurfacePlace::surface).toList();
    }

    private Surface hitAt(double x, double y) {
        return scene.surfaceAt(new Point<>(x, y)).orElseThrow().surface();
    }
}
