package org.wayray.compositor.policy;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something that reaches beyond a client's own windows, with the globals that give it. Every other global is for everybody.
 */
public enum Privilege {
    /** To see what is on the screen. */
    CAPTURE(
            "zwlr_screencopy_manager_v1",
            "ext_image_copy_capture_manager_v1",
            "ext_output_image_capture_source_manager_v1"),
    /** To read and set the clipboard without being looked at. */
    CLIPBOARD("zwlr_data_control_manager_v1", "ext_data_control_manager_v1"),
    /** To type and point in the user's place. */
    VIRTUAL_INPUT("zwp_virtual_keyboard_manager_v1", "zwlr_virtual_pointer_manager_v1"),
    /** To compose text for other clients, and see what is typed there. */
    INPUT_METHOD("zwp_input_method_manager_v2"),
    /** To list other clients' windows and workspaces, and to act on them. */
    WINDOWS("zwlr_foreign_toplevel_manager_v1", "ext_foreign_toplevel_list_v1", "ext_workspace_manager_v1"),
    /** To be wallpaper, panel, menu or notification. */
    SHELL("zwlr_layer_shell_v1"),
    /** To lock the session. */
    LOCK("ext_session_lock_manager_v1"),
    /** To change size, density and colours of outputs. */
    OUTPUTS("zwlr_output_manager_v1", "zwlr_gamma_control_manager_v1", "zwlr_output_power_manager_v1"),
    /** To run others in a sandbox. */
    SANDBOX("wp_security_context_manager_v1");

    private static final Map<String, Privilege> BY_INTERFACE = Stream.of(values())
            .flatMap(privilege -> privilege.interfaces.stream().map(name -> Map.entry(name, privilege)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private static final Map<String, Privilege> BY_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(Privilege::toString, Function.identity()));

    private final Set<String> interfaces;

    Privilege(String... interfaces) {
        this.interfaces = Set.of(interfaces);
    }

    /** What a client needs to be offered a global of this interface; empty when everybody is. */
    public static Optional<Privilege> of(String interfaceName) {
        return Optional.ofNullable(BY_INTERFACE.get(interfaceName));
    }

    /** The privilege of this name, as {@link #toString} gives it. */
    public static Optional<Privilege> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The interfaces of the globals that it gives. */
    public Set<String> interfaces() {
        return interfaces;
    }

    /** As people write it: {@code virtual-input}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
