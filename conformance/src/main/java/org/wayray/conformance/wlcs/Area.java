package org.wayray.conformance.wlcs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Which protocol a test judges, by the suite's own groups of tests. */
final class Area {
    private static final Map<Pattern, String> BY_GROUP = new LinkedHashMap<>();

    private static final String POPUPS = "popups";

    static {
        area("SelfTest", "self test of the suite");
        area("(Second)?(BadBuffer|Shm)Test", "wl_shm");
        area("FrameSubmission", "wl_surface frame callbacks");
        area("ClientSurfaceEventsTest|SurfacePointerMotionTest", "wl_surface and wl_pointer events");
        area("(Region)?SurfaceInputCombinations|ToplevelInputCombinations", "wl_region input regions");
        area("Subsurface(Multilevel)?Test", "wl_subcompositor");
        area("TouchTest", "wl_touch");
        area("WlOutputTest", "wl_output");
        area("CopyCutPaste", "wl_data_device");
        area("GtkPrimarySelection", "gtk_primary_selection");
        area("PrimarySelection", "zwp_primary_selection_v1");
        area("PointerConstraints", "zwp_pointer_constraints_v1");
        area("RelativePointer", "zwp_relative_pointer_v1");
        area("XdgOutputV1Test", "zxdg_output_v1");
        area("XdgDecorationV1Test", "zxdg_decoration_v1");
        area("XdgPopupTest|XdgPopupPositionerTest", POPUPS);
        area("Xdg(Surface|Toplevel)StableTest|XdgToplevelStableConfigurationTest", "xdg_shell");
        area("Xdg(Surface|Toplevel)V6(Configuration)?Test", "zxdg_shell_v6");
        area("LayerSurface\\w*Test", "zwlr_layer_shell_v1");
        area("ForeignToplevel\\w*Test", "zwlr_foreign_toplevel_v1");
        area("VirtualPointerV1Test", "zwlr_virtual_pointer_v1");
        area("TextInputV3WithInputMethodV2Test", "text_input_v3 and input_method_v2");
        area("TextInputV2WithInputMethodV1Test", "text_input_v2 and input_method_v1");
        area("FractionalScaleV1Test", "wp_fractional_scale_v1");
        area("WpViewporter\\w*", "wp_viewporter");
    }

    private Area() {}

    private static void area(String groups, String name) {
        BY_GROUP.put(Pattern.compile(groups), name);
    }

    /** The area of a test called {@code Instance/Group.test/parameter}, where instance and parameter may be missing. */
    static String of(String test) {
        int dot = test.indexOf('.');
        var group = test.substring(test.lastIndexOf('/', dot) + 1, dot);
        var name = BY_GROUP.entrySet().stream()
                .filter(entry -> entry.getKey().matcher(group).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(group);
        if (!name.equals(POPUPS)) {
            return name;
        }
        if (test.contains("layer_shell") || test.startsWith("LayerShell")) {
            return "popups of zwlr_layer_shell_v1";
        }
        return test.contains("v6") || test.contains("V6") ? "popups of zxdg_shell_v6" : "popups of xdg_shell";
    }
}
