package org.wayray.conformance.applications;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientTraceTest {
    private static final String WINDOW = """
            [ 100.001]  -> wl_display@1.get_registry(new id wl_registry@2)
            [ 100.002] wl_registry@2.global(1, "wl_compositor", 6)
            [ 100.003] wl_registry@2.global(2, "xdg_wm_base", 6)
            [ 100.004]  -> wl_registry@2.bind(1, "wl_compositor", 4, new id [unknown]@4)
            [ 100.005]  -> wl_compositor@4.create_surface(new id wl_surface@3)
            [ 100.006]  -> xdg_wm_base@5.get_xdg_surface(new id xdg_surface@7, wl_surface@3)
            [ 100.007]  -> xdg_surface@7.get_toplevel(new id xdg_toplevel@8)
            [ 100.008]  -> wl_surface@3.commit()
            [ 100.009] xdg_toplevel@8.configure(0, 0, array[0])
            """;
    private static final String CONFIGURED = "[ 100.010] xdg_surface@7.configure(17)\n";
    private static final String DRAWN = """
            [ 100.011]  -> wl_surface@3.attach(wl_buffer@9, 0, 0)
            [ 100.012]  -> wl_surface@3.commit()
            """;

    @Test
    void aFrameIsACommitOfABufferAfterTheConfigureEvent() {
        var trace = ClientTrace.parse(WINDOW + CONFIGURED + DRAWN);
        assertThat(trace.frames()).isEqualTo(1);
        assertThat(trace.drawnRoles()).containsExactly("xdg_surface");
        assertThat(trace.firstFrameMicros()).hasValue(100_012);
    }

    @Test
    void aCommitBeforeTheConfigureEventIsNoFrame() {
        assertThat(ClientTrace.parse(WINDOW + DRAWN).frames()).isZero();
    }

    @Test
    void aCommitWithoutABufferIsNoFrame() {
        var unmapped = DRAWN.replace("wl_buffer@9", "nil");
        assertThat(ClientTrace.parse(WINDOW + CONFIGURED + unmapped).frames()).isZero();
    }

    @Test
    void aSurfaceWithoutARoleShowsNothing() {
        var cursor = DRAWN.replace("wl_surface@3", "wl_surface@33");
        assertThat(ClientTrace.parse(WINDOW + CONFIGURED + cursor).frames()).isZero();
    }

    @Test
    void aSurfaceThatLostItsRoleShowsNothing() {
        var gone = "[ 100.010]  -> xdg_surface@7.destroy()\n";
        assertThat(ClientTrace.parse(WINDOW + CONFIGURED + gone + DRAWN).frames())
                .isZero();
    }

    @Test
    void knowsWhatWasOfferedAndBound() {
        var trace = ClientTrace.parse(WINDOW);
        assertThat(trace.offered()).containsEntry("wl_compositor", 6).containsEntry("xdg_wm_base", 6);
        assertThat(trace.bound()).containsOnlyKeys("wl_compositor").containsEntry("wl_compositor", 4);
    }

    @Test
    void readsWhatNewerVersionsOfLibwaylandPrint() {
        var newer = (WINDOW + CONFIGURED + DRAWN).replace('@', '#').replace("] ", "] {Default Queue} ");
        assertThat(ClientTrace.parse(newer).frames()).isEqualTo(1);
    }

    @Test
    void keepsProtocolErrorsAndTheLastWords() {
        var trace = ClientTrace.parse("""
                [ 100.000] wl_display@1.error(xdg_wm_base@5, 4, "not so")
                weston-editor: oh dear
                """);
        assertThat(trace.errors()).containsExactly("xdg_wm_base@5, 4, \"not so\"");
        assertThat(trace.lastWords()).isEqualTo("weston-editor: oh dear");
    }

    @Test
    void textBetweenMessagesIsNoMessage() {
        var trace = ClientTrace.parse("[info] wl_surface: hello\n[ 1.2] nonsense\n\n");
        assertThat(trace.frames()).isZero();
        assertThat(trace.errors()).isEmpty();
    }
}
