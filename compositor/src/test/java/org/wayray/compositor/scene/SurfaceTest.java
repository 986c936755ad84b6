package org.wayray.compositor.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wayray.compositor.geometry.BufferTransform;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Region;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.geometry.Space.Physical;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.output.OutputMode;
import org.wayray.compositor.scene.InvalidCommitException.Reason;

class SurfaceTest {

    private final Scene scene = new Scene();
    private final Output output =
            new Output("TEST-1", "test", new OutputMode(new Size<>(100, 100), 60_000), Scale.ONE, Offset.zero());
    private final Surface surface = new Surface(this);

    SurfaceTest() {
        scene.addOutput(output);
        output.takeDamage();
    }

    @Test
    void nothing_counts_before_the_commit() throws Exception {
        TestBuffer buffer = TestBuffer.of(10, 10, 0xff112233);
        surface.attach(buffer);
        assertThat(surface.hasContent()).isFalse();

        surface.commit();

        assertThat(surface.size()).isEqualTo(new Size<Logical>(10, 10));
        assertThat(surface.content().orElseThrow().pixels()).containsOnly(0xff112233);
    }

    @Test
    void the_buffer_is_given_back_with_the_commit() throws Exception {
        TestBuffer buffer = TestBuffer.of(10, 10, 0xff112233);
        surface.attach(buffer);
        surface.commit();

        assertThat(buffer.releases()).isOne();
        assertThat(buffer.holders()).isZero();
    }

    @Test
    void an_attached_buffer_that_another_replaces_is_forgotten_without_a_word() throws Exception {
        TestBuffer first = TestBuffer.of(10, 10, 0xff112233);
        surface.attach(first);
        surface.attach(null);
        surface.commit();

        assertThat(first.releases()).isZero();
        assertThat(first.holders()).isZero();
        assertThat(surface.hasContent()).isFalse();
    }

    @Test
    void only_damaged_pixels_are_read_again() throws Exception {
        TestBuffer buffer = TestBuffer.of(10, 10, 0xff000000);
        surface.attach(buffer);
        surface.commit();
        buffer.pixels()[0] = 0xffffffff;
        buffer.pixels()[99] = 0xffeeeeee;
        surface.attach(buffer);
        surface.damageBuffer(new Rect<>(0, 0, 1, 1));
        surface.commit();

        assertThat(buffer.pixelsRead()).isEqualTo(101);
        assertThat(surface.content().orElseThrow().pixels()[0]).isEqualTo(0xffffffff);
        assertThat(surface.content().orElseThrow().pixels()[99]).isEqualTo(0xff000000);
    }

    @Test
    void content_counts_against_the_budget_while_it_is_there() throws Exception {
        PixelBudget budget = new PixelBudget(250);
        Surface first = new Surface(this, this, budget);
        Surface second = new Surface(this, this, budget);
        first.attach(TestBuffer.of(10, 10, 0xff000000));
        first.commit();
        first.attach(TestBuffer.of(10, 5, 0xff000000));
        first.commit();
        second.attach(TestBuffer.of(10, 20, 0xff000000));
        second.commit();
        assertThat(budget.used()).isEqualTo(250);

        TestBuffer tooMuch = TestBuffer.of(1, 1, 0xff000000);
        first.attach(tooMuch);
        assertThatThrownBy(first::commit)
                .isInstanceOfSatisfying(
                        InvalidCommitException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.NO_MEMORY));
        assertThat(tooMuch.holders()).isZero();

        second.attach(null);
        second.commit();
        assertThat(budget.used()).isEqualTo(50);
        first.destroy();
        second.destroy();
        assertThat(budget.used()).isZero();
    }

    @Test
    void nothing_remains_of_the_damage_that_was_applied() throws Exception {
        surface.attach(TestBuffer.of(10, 10, 0xff000000));
        surface.damage(new Rect<>(0, 0, 1, 1));
        surface.damageBuffer(new Rect<>(5, 5, 1, 1));
        surface.commit();

        for (SurfaceState state : List.of(surface.pending(), surface.current())) {
            assertThat(state.surfaceDamage.isEmpty()).isTrue();
            assertThat(state.bufferDamage.isEmpty()).isTrue();
        }
    }

    @Test
    void damage_that_adds_up_over_commits_stays_simple() {
        SurfaceState cached = new SurfaceState(surface);
        for (int i = 0; i < 1000; i++) {
            SurfaceState newer = new SurfaceState(surface);
            newer.damage(new Rect<>(2 * i, 2 * i, 1, 1));
            newer.damageBuffer(new Rect<>(2 * i, 2 * i, 1, 1));
            cached.absorb(newer);
        }
        assertThat(cached.surfaceDamage.size()).isLessThanOrEqualTo(64);
        assertThat(cached.bufferDamage.size()).isLessThanOrEqualTo(64);
        assertThat(cached.bufferDamage.bounds()).isEqualTo(new Rect<>(0, 0, 1999, 1999));
    }

    @Test
    void damage_of_a_mapped_surface_reaches_the_output_and_no_more() throws Exception {
        show(TestBuffer.of(10, 10, 0xff000000), 20, 30);
        output.takeDamage();
        TestBuffer next = TestBuffer.of(10, 10, 0xff000000);
        surface.attach(next);
        surface.damage(new Rect<>(2, 3, 4, 100));
        surface.commit();

        assertThat(output.takeDamage()).isEqualTo(Region.of(new Rect<Physical>(22, 33, 4, 7)));
    }

    @Test
    void a_smaller_surface_uncovers_what_it_covered() throws Exception {
        show(TestBuffer.of(10, 10, 0xff000000), 20, 30);
        output.takeDamage();
        surface.attach(TestBuffer.of(5, 5, 0xff000000));
        surface.commit();

        assertThat(output.takeDamage()).isEqualTo(Region.of(new Rect<Physical>(20, 30, 10, 10)));
    }

    @Test
    void without_content_the_surface_vanishes() throws Exception {
        show(TestBuffer.of(10, 10, 0xff000000), 20, 30);
        output.takeDamage();
        assertThat(surface.isMapped()).isTrue();
        surface.attach(null);
        surface.commit();

        assertThat(surface.isMapped()).isFalse();
        assertThat(surface.size()).isEqualTo(Size.<Logical>zero());
        assertThat(output.takeDamage()).isEqualTo(Region.of(new Rect<Physical>(20, 30, 10, 10)));
    }

    @Test
    void the_size_follows_transform_scale_and_viewport() throws Exception {
        surface.attach(TestBuffer.of(40, 20, 0xff000000));
        surface.setBufferTransform(BufferTransform.ROTATED_90);
        surface.setBufferScale(2);
        surface.commit();
        assertThat(surface.size()).isEqualTo(new Size<Logical>(10, 20));

        surface.setViewport(new Viewport(new Viewport.Source(1, 2, 4, 6), null));
        surface.commit();
        assertThat(surface.size()).isEqualTo(new Size<Logical>(4, 6));

        surface.setViewport(new Viewport(new Viewport.Source(1, 2, 4.5, 6), new Size<>(70, 80)));
        surface.commit();
        assertThat(surface.size()).isEqualTo(new Size<Logical>(70, 80));
    }

    @Test
    void contradictions_are_refused_with_their_reason() {
        surface.attach(TestBuffer.of(9, 10, 0xff000000));
        surface.setBufferScale(2);
        assertRefused(Reason.SIZE_NOT_MULTIPLE_OF_SCALE);

        surface.setBufferScale(1);
        surface.setViewport(new Viewport(new Viewport.Source(0, 0, 9.5, 10), new Size<>(1, 1)));
        assertRefused(Reason.VIEWPORT_OUT_OF_BUFFER);

        surface.setViewport(new Viewport(new Viewport.Source(0, 0, 8.5, 10), null));
        assertRefused(Reason.VIEWPORT_SIZE_NOT_WHOLE);

        surface.setViewport(Viewport.NONE);
        TestBuffer broken = TestBuffer.of(9, 10, 0xff000000);
        broken.breakIt();
        surface.attach(broken);
        assertRefused(Reason.BUFFER_UNREADABLE);
        assertThat(broken.holders()).isZero();
    }

    @Test
    void a_viewport_without_a_buffer_is_no_contradiction() throws Exception {
        surface.setViewport(new Viewport(new Viewport.Source(0, 0, 8.5, 10), null));
        surface.commit();
        assertThat(surface.hasContent()).isFalse();
    }

    @Test
    void regions_are_cut_to_the_surface() throws Exception {
        surface.setInputRegion(Region.of(new Rect<>(-5, -5, 10, 10)));
        surface.setOpaqueRegion(Region.of(new Rect<>(5, 5, 100, 100)));
        surface.attach(TestBuffer.of(10, 10, 0x80000000));
        surface.commit();

        assertThat(surface.inputRegion()).isEqualTo(Region.of(new Rect<Logical>(0, 0, 5, 5)));
        assertThat(surface.opaqueRegion()).isEqualTo(Region.of(new Rect<Logical>(5, 5, 5, 5)));
    }

    @Test
    void a_buffer_without_alpha_is_opaque_all_over() throws Exception {
        surface.attach(TestBuffer.of(10, 10, 0xff000000));
        surface.commit();
        assertThat(surface.opaqueRegion()).isEqualTo(Region.of(new Rect<Logical>(0, 0, 10, 10)));
    }

    @Test
    void a_role_is_for_life() {
        assertThat(surface.assignRole(SurfaceRole.CURSOR)).isTrue();
        assertThat(surface.assignRole(SurfaceRole.CURSOR)).isTrue();
        assertThat(surface.assignRole(SurfaceRole.TOPLEVEL)).isFalse();
        assertThat(surface.role()).contains(SurfaceRole.CURSOR);
    }

    @Test
    void listeners_hear_of_the_commit_before_and_after() throws Exception {
        List<String> heard = new ArrayList<>();
        surface.addListener(new SurfaceListener() {
            @Override
            public void beforeCommit(Surface of, SurfaceState pending) {
                heard.add("before " + pending.attached() + " " + of.hasContent());
            }

            @Override
            public void applied(Surface of, AppliedCommit commit) {
                heard.add("applied " + commit + " " + of.hasContent());
            }

            @Override
            public void destroyed(Surface of) {
                heard.add("destroyed");
            }
        });
        surface.attach(TestBuffer.of(1, 1, 0xff000000));
        surface.offset(new Offset<>(3, 4));
        surface.commit();
        surface.destroy();
        surface.destroy();

        assertThat(heard)
                .containsExactly(
                        "before true false",
                        "applied " + new AppliedCommit(true, new Offset<>(3, 4), true) + " true",
                        "destroyed");
    }

    @Test
    void a_listener_that_refuses_leaves_the_current_state_alone() {
        surface.addListener(new SurfaceListener() {
            @Override
            public void beforeCommit(Surface of, SurfaceState pending) {
                throw new IllegalStateException("refused");
            }
        });
        surface.attach(TestBuffer.of(1, 1, 0xff000000));

        assertThatThrownBy(surface::commit).hasMessage("refused");
        assertThat(surface.hasContent()).isFalse();
    }

    @Test
    void a_newer_commit_discards_feedback_that_nobody_took() throws Exception {
        List<String> ends = new ArrayList<>();
        surface.feedback(feedback(ends, "first"));
        surface.commit();
        surface.feedback(feedback(ends, "second"));
        surface.commit();

        assertThat(ends).containsExactly("first discarded");
        assertThat(surface.takeFeedback()).hasSize(1);
        assertThat(surface.takeFeedback()).isEmpty();
    }

    @Test
    void destruction_gives_everything_back() throws Exception {
        show(TestBuffer.of(10, 10, 0xff000000), 0, 0);
        output.takeDamage();
        RecordingCallback current = new RecordingCallback();
        surface.frame(current);
        surface.commit();
        RecordingCallback pending = new RecordingCallback();
        surface.frame(pending);
        TestBuffer buffer = TestBuffer.of(1, 1, 0xff000000);
        surface.attach(buffer);
        surface.destroy();

        assertThat(current.cancelled + pending.cancelled).isEqualTo(2);
        assertThat(buffer.holders()).isZero();
        assertThat(scene.trees(Layer.WINDOWS)).isEmpty();
        assertThat(output.takeDamage()).isEqualTo(Region.of(new Rect<Physical>(0, 0, 10, 10)));
    }

    @Test
    void places_are_translated_into_the_surface() throws Exception {
        show(TestBuffer.of(10, 10, 0xff000000), 20, 30);
        assertThat(surface.toLocal(new Point<>(21.5, 29))).contains(new Point<>(1.5, -1));
    }

    private void show(TestBuffer buffer, int x, int y) throws InvalidCommitException {
        surface.attach(buffer);
        surface.commit();
        scene.add(surface, Layer.WINDOWS, new Offset<>(x, y));
    }

    private void assertRefused(Reason reason) {
        assertThatThrownBy(surface::commit)
                .isInstanceOfSatisfying(
                        InvalidCommitException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(reason));
    }

    private static PresentationFeedback feedback(List<String> ends, String name) {
        return new PresentationFeedback() {
            @Override
            public void presented(Output on, long timeNanos, long sequence) {
                ends.add(name + " presented");
            }

            @Override
            public void discarded() {
                ends.add(name + " discarded");
            }
        };
    }
}
