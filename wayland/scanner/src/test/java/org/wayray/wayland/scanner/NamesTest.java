package org.wayray.wayland.scanner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class NamesTest {
    @Test
    void packagesSayWhatAProtocolIsAndNotHowFinished() {
        assertThat(Names.packageOf("wayland")).isEqualTo("core");
        assertThat(Names.packageOf("xdg_shell")).isEqualTo("xdgshell");
        assertThat(Names.packageOf("xdg_decoration_unstable_v1")).isEqualTo("xdgdecoration");
        assertThat(Names.packageOf("tablet_v2")).isEqualTo("tablet");
        assertThat(Names.packageOf("wayray_wm_v1")).isEqualTo("wayraywm");
    }

    @Test
    void namesBecomeJavas() {
        assertThat(Names.classOf("zwlr_layer_shell_v1")).isEqualTo("ZwlrLayerShellV1Protocol");
        assertThat(Names.component("callback_data")).isEqualTo("callbackData");
        assertThat(Names.component("class")).isEqualTo("class_");
        assertThat(Names.component("notify_all")).isEqualTo("notifyAll_");
        assertThat(Names.constant("transform", "flipped_90")).isEqualTo("FLIPPED_90");
        assertThat(Names.constant("transform", "90")).isEqualTo("TRANSFORM_90");
    }
}
