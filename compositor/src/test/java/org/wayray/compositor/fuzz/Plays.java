package org.wayray.compositor.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.wayray.posix.Fd;
import org.wayray.wayland.client.Proxy;

/**
 * What real programs do, for {@link FuzzClient}s that would hardly ever hit upon it: to make a buffer, a window, a menu, a panel, a
 * lock screen, a screenshot, each up to its first picture. Objects and requests go by their names, so that a play whose protocol
 * nobody offers ends at once.
 */
final class Plays {
    private static final int MAX_SIDE = Values.SIDE;

    private static final List<Consumer<FuzzClient>> ALL = List.of(
            Plays::draw,
            Plays::draw,
            Plays::draw,
            Plays::draw,
            Plays::draw,
            Plays::toplevel,
            Plays::popup,
            Plays::popup,
            Plays::close,
            Plays::subsurface,
            Plays::layerSurface,
            Plays::lock,
            Plays::screenshot,
            Plays::imageCopy,
            Plays::cursor,
            Plays::drag,
            Plays::drag,
            Plays::moveWindow,
            Plays::selection,
            Plays::devices,
            Plays::textInput,
            Plays::virtualInput,
            Plays::constraint);

    private Plays() {}

    /** Plays one of them. */
    static void any(FuzzClient client) {
        ALL.get(client.random().nextInt(ALL.size())).accept(client);
    }

    /** A window, and devices to hear of. */
    static void begin(FuzzClient client) {
        toplevel(client);
        devices(client);
        devices(client);
    }

    /** Answers events for which it takes more than a serial. */
    static void heard(FuzzClient client, Proxy<?, ?> object, Object event) {
        String interfaceName = object.wireInterface().name();
        String name = event.getClass().getSimpleName();
        if (interfaceName.equals("ext_session_lock_surface_v1") && name.equals("Configure")) {
            Map<String, Integer> numbers = numbers(event);
            client.later(() -> client.originOf(object).ifPresent(surface -> coverScreen(client, surface, numbers)));
        } else if (interfaceName.equals("zwlr_screencopy_frame_v1") && name.equals("Buffer")) {
            Map<String, Integer> numbers = numbers(event);
            client.later(() -> copyFrame(client, object, numbers));
        } else if (interfaceName.equals("ext_image_copy_capture_session_v1") && name.equals("BufferSize")) {
            Map<String, Integer> numbers = numbers(event);
            client.later(() -> captureFrame(client, object, numbers));
        }
    }

    private static Map<String, Integer> numbers(Object event) {
        var numbers = new HashMap<String, Integer>();
        for (var component : event.getClass().getRecordComponents()) {
            try {
                if (component.getAccessor().invoke(event) instanceof Integer value) {
                    numbers.put(component.getName(), value);
                }
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
        return numbers;
    }

    // buffers and surfaces

    private static Optional<Proxy<?, ?>> pool(FuzzClient client) {
        if (client.random().nextInt(4) != 0) {
            var made = client.any("wl_shm_pool");
            if (made.isPresent()) {
                return made;
            }
        }
        return client.any("wl_shm").flatMap(shm -> {
            try {
                return client.ask(
                        shm, "create_pool", Map.of("fd", client.values().memory(), "size", Values.MEMORY));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static Optional<Proxy<?, ?>> buffer(FuzzClient client) {
        if (client.random().nextInt(3) == 0) {
            var made = client.any("wl_buffer");
            if (made.isPresent()) {
                return made;
            }
        }
        Random random = client.random();
        return pool(client)
                .flatMap(pool -> client.ask(
                        pool,
                        "create_buffer",
                        Map.of(
                                "offset",
                                random.nextInt(4) * 4096,
                                "width",
                                random.nextInt(1, MAX_SIDE + 1),
                                "height",
                                random.nextInt(1, MAX_SIDE + 1),
                                "stride",
                                Values.ROW,
                                "format",
                                random.nextInt(2))));
    }

    /** A buffer of a pool of its own, of exactly the size that somebody asks for, or nearly. */
    private static Optional<Proxy<?, ?>> bufferOf(FuzzClient client, int width, int height, int stride, int format) {
        Random random = client.random();
        int size = stride * height;
        if (size <= 0 || size > 1 << 24) {
            return Optional.empty();
        }
        return client.any("wl_shm")
                .flatMap(shm -> client.ask(
                        shm, "create_pool", Map.of("fd", memory(client, size, random.nextBoolean()), "size", size)))
                .flatMap(pool -> {
                    var buffer = client.ask(
                            pool,
                            "create_buffer",
                            Map.of(
                                    "offset",
                                    0,
                                    "width",
                                    random.nextInt(30) == 0 ? Math.max(1, width - 1) : width,
                                    "height",
                                    height,
                                    "stride",
                                    stride,
                                    "format",
                                    format));
                    client.ask(pool, "destroy", Map.of());
                    return buffer;
                });
    }

    private static Fd memory(FuzzClient client, int size, boolean held) {
        try {
            return client.values().newMemory(size, held);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Proxy<?, ?>> surface(FuzzClient client) {
        return client.any("wl_compositor").flatMap(global -> client.ask(global, "create_surface", Map.of()));
    }

    private static void draw(FuzzClient client) {
        client.any("wl_surface").ifPresent(surface -> draw(client, surface));
    }

    private static void draw(FuzzClient client, Proxy<?, ?> surface) {
        buffer(client).ifPresent(buffer -> client.ask(surface, "attach", Map.of("buffer", buffer, "x", 0, "y", 0)));
        client.ask(surface, client.random().nextBoolean() ? "damage" : "damage_buffer", Map.of());
        if (client.random().nextInt(3) == 0) {
            client.ask(surface, "frame", Map.of());
        }
        client.ask(surface, "commit", Map.of());
    }

    /** The commit that asks for a size, its answer, and the first picture. */
    private static void map(FuzzClient client, Proxy<?, ?> surface) {
        client.ask(surface, "commit", Map.of());
        client.settle();
        draw(client, surface);
    }

    // roles

    private static void toplevel(FuzzClient client) {
        surface(client)
                .ifPresent(surface -> client.any("xdg_wm_base")
                        .flatMap(shell -> client.ask(shell, "get_xdg_surface", Map.of("surface", surface)))
                        .ifPresent(shellSurface -> {
                            var window = client.ask(shellSurface, "get_toplevel", Map.of());
                            if (client.random().nextInt(3) == 0) {
                                window.ifPresent(each -> decoration(client, each));
                            }
                            map(client, surface);
                        }));
    }

    private static void decoration(FuzzClient client, Proxy<?, ?> window) {
        client.any("zxdg_decoration_manager_v1")
                .ifPresent(manager -> client.ask(manager, "get_toplevel_decoration", Map.of("toplevel", window)));
    }

    /** Destroys a role, what it was made of, and the surface, in the right order, or some of it. */
    private static void close(FuzzClient client) {
        Random random = client.random();
        String[] roles = {
            "xdg_toplevel", "xdg_popup", "zwlr_layer_surface_v1", "wl_subsurface", "ext_session_lock_surface_v1"
        };
        Optional<Proxy<?, ?>> next = client.any(roles[random.nextInt(roles.length)]);
        while (next.isPresent() && random.nextInt(6) != 0) {
            client.ask(next.get(), "destroy", Map.of());
            next = client.originOf(next.get());
            if (random.nextBoolean()) {
                client.settle();
            }
        }
    }

    private static void popup(FuzzClient client) {
        Random random = client.random();
        client.any("xdg_wm_base").ifPresent(shell -> {
            var parent = client.any("xdg_surface");
            var positioner = client.ask(shell, "create_positioner", Map.of());
            var surface = surface(client);
            if (parent.isEmpty() || positioner.isEmpty() || surface.isEmpty()) {
                return;
            }
            client.ask(positioner.get(), "set_size", Map.of("width", 30, "height", 20));
            client.ask(
                    positioner.get(),
                    "set_anchor_rect",
                    Map.of("x", random.nextInt(20), "y", random.nextInt(20), "width", 5, "height", 5));
            client.ask(positioner.get(), "set_constraint_adjustment", Map.of());
            if (random.nextBoolean()) {
                client.ask(positioner.get(), "set_reactive", Map.of());
            }
            client.ask(shell, "get_xdg_surface", Map.of("surface", surface.get()))
                    .flatMap(shellSurface -> client.ask(
                            shellSurface, "get_popup", Map.of("parent", parent.get(), "positioner", positioner.get())))
                    .ifPresent(popup -> {
                        if (random.nextBoolean()) {
                            client.press(true);
                            client.ask(popup, "grab", Map.of("serial", client.lastSerial()));
                        }
                        map(client, surface.get());
                    });
        });
    }

    private static void subsurface(FuzzClient client) {
        Random random = client.random();
        client.any("wl_subcompositor")
                .ifPresent(global -> client.any("wl_surface")
                        .ifPresent(parent -> surface(client).ifPresent(child -> {
                            client.ask(global, "get_subsurface", Map.of("surface", child, "parent", parent))
                                    .ifPresent(subsurface -> {
                                        client.ask(subsurface, "set_position", Map.of());
                                        if (random.nextBoolean()) {
                                            client.ask(subsurface, "set_desync", Map.of());
                                        }
                                    });
                            draw(client, child);
                            client.ask(parent, "commit", Map.of());
                        })));
    }

    private static void layerSurface(FuzzClient client) {
        Random random = client.random();
        client.any("zwlr_layer_shell_v1")
                .ifPresent(shell -> surface(client)
                        .ifPresent(surface -> client.ask(
                                        shell,
                                        "get_layer_surface",
                                        Map.of("surface", surface, "layer", random.nextInt(4)))
                                .ifPresent(layer -> {
                                    client.ask(
                                            layer,
                                            "set_size",
                                            Map.of("width", random.nextInt(1, 100), "height", random.nextInt(1, 100)));
                                    client.ask(layer, "set_anchor", Map.of("anchor", random.nextInt(16)));
                                    client.ask(layer, "set_exclusive_zone", Map.of("zone", random.nextInt(-1, 30)));
                                    client.ask(
                                            layer,
                                            "set_keyboard_interactivity",
                                            Map.of("keyboard_interactivity", random.nextInt(3)));
                                    map(client, surface);
                                    var menu = client.any("xdg_popup");
                                    if (menu.isPresent() && random.nextInt(4) == 0) {
                                        client.ask(layer, "get_popup", Map.of("popup", menu.get()));
                                    }
                                })));
    }

    private static void lock(FuzzClient client) {
        Random random = client.random();
        if (random.nextInt(4) != 0) {
            return; // a session that is always locked shows little else
        }
        client.any("ext_session_lock_manager_v1")
                .flatMap(manager -> client.ask(manager, "lock", Map.of()))
                .ifPresent(lock -> {
                    surface(client).ifPresent(surface -> {
                        client.ask(lock, "get_lock_surface", Map.of("surface", surface));
                        client.settle();
                    });
                    client.settle();
                    if (random.nextInt(4) != 0) {
                        client.ask(lock, "unlock_and_destroy", Map.of());
                    }
                });
    }

    private static void coverScreen(FuzzClient client, Proxy<?, ?> surface, Map<String, Integer> numbers) {
        int width = numbers.getOrDefault("width", 0);
        bufferOf(client, width, numbers.getOrDefault("height", 0), width * Integer.BYTES, 1)
                .ifPresent(buffer -> {
                    client.ask(surface, "attach", Map.of("buffer", buffer, "x", 0, "y", 0));
                    client.ask(surface, "commit", Map.of());
                });
    }

    // pictures of the screen

    private static void screenshot(FuzzClient client) {
        client.any("zwlr_screencopy_manager_v1")
                .ifPresent(manager -> client.ask(
                        manager,
                        client.random().nextInt(3) == 0 ? "capture_output_region" : "capture_output",
                        Map.of("overlay_cursor", client.random().nextInt(2))));
    }

    private static void copyFrame(FuzzClient client, Proxy<?, ?> frame, Map<String, Integer> numbers) {
        bufferOf(
                        client,
                        numbers.getOrDefault("width", 0),
                        numbers.getOrDefault("height", 0),
                        numbers.getOrDefault("stride", 0),
                        numbers.getOrDefault("format", 0))
                .ifPresent(buffer -> client.ask(
                        frame, client.random().nextBoolean() ? "copy" : "copy_with_damage", Map.of("buffer", buffer)));
    }

    private static void imageCopy(FuzzClient client) {
        client.any("ext_image_copy_capture_manager_v1").ifPresent(manager -> {
            var source = client.random().nextBoolean()
                    ? client.any("ext_output_image_capture_source_manager_v1")
                            .flatMap(sources -> client.ask(sources, "create_source", Map.of()))
                    : client.any("ext_foreign_toplevel_image_capture_source_manager_v1")
                            .flatMap(sources -> client.ask(sources, "create_source", Map.of()));
            source.ifPresent(from -> client.ask(
                    manager,
                    "create_session",
                    Map.of("source", from, "options", client.random().nextInt(2))));
        });
    }

    private static void captureFrame(FuzzClient client, Proxy<?, ?> session, Map<String, Integer> numbers) {
        int width = numbers.getOrDefault("width", 0);
        int height = numbers.getOrDefault("height", 0);
        bufferOf(client, width, height, width * Integer.BYTES, client.random().nextInt(2))
                .ifPresent(buffer -> client.ask(session, "create_frame", Map.of())
                        .ifPresent(frame -> {
                            client.ask(frame, "attach_buffer", Map.of("buffer", buffer));
                            client.ask(
                                    frame,
                                    "damage_buffer",
                                    Map.of("x", 0, "y", 0, "width", Math.max(1, width), "height", 1));
                            client.ask(frame, "capture", Map.of());
                        }));
    }

    // input

    private static void devices(FuzzClient client) {
        client.any("wl_seat")
                .ifPresent(seat -> client.ask(
                        seat,
                        List.of("get_pointer", "get_keyboard", "get_touch")
                                .get(client.random().nextInt(3)),
                        Map.of()));
    }

    private static void cursor(FuzzClient client) {
        client.any("wl_pointer")
                .ifPresent(pointer -> surface(client).ifPresent(surface -> {
                    client.ask(pointer, "set_cursor", Map.of("surface", surface));
                    draw(client, surface);
                }));
    }

    private static void selection(FuzzClient client) {
        for (String[] names : List.of(
                new String[] {"wl_data_device_manager", "create_data_source", "wl_data_device"},
                new String[] {
                    "zwp_primary_selection_device_manager_v1", "create_source", "zwp_primary_selection_device_v1"
                },
                new String[] {"zwlr_data_control_manager_v1", "create_data_source", "zwlr_data_control_device_v1"},
                new String[] {"ext_data_control_manager_v1", "create_data_source", "ext_data_control_device_v1"})) {
            if (client.random().nextInt(3) != 0) {
                continue;
            }
            client.any(names[0])
                    .flatMap(manager -> client.ask(manager, names[1], Map.of()))
                    .ifPresent(source -> {
                        client.ask(source, "offer", Map.of());
                        client.any(names[2])
                                .ifPresent(device -> client.ask(device, "set_selection", Map.of("source", source)));
                    });
        }
    }

    private static void drag(FuzzClient client) {
        client.any("wl_data_device_manager")
                .flatMap(manager -> client.ask(manager, "create_data_source", Map.of()))
                .ifPresent(source -> {
                    client.ask(source, "offer", Map.of());
                    client.ask(
                            source,
                            "set_actions",
                            Map.of("dnd_actions", client.random().nextInt(8)));
                    client.press(true);
                    var origin = client.focus();
                    var device = client.any("wl_data_device");
                    var icon = surface(client);
                    if (origin.isPresent() && device.isPresent() && icon.isPresent()) {
                        client.ask(
                                device.get(),
                                "start_drag",
                                Map.of(
                                        "source",
                                        source,
                                        "origin",
                                        origin.get(),
                                        "icon",
                                        icon.get(),
                                        "serial",
                                        client.lastSerial()));
                        draw(client, icon.get());
                    }
                    client.settle();
                    drop(client);
                });
    }

    private static void drop(FuzzClient client) {
        if (client.random().nextInt(3) == 0) {
            return;
        }
        client.any("wl_data_offer").ifPresent(offer -> {
            client.ask(offer, "accept", Map.of());
            client.ask(
                    offer,
                    "set_actions",
                    Map.of("dnd_actions", 3, "preferred_action", client.random().nextInt(3)));
        });
        client.settle();
        client.press(false);
        client.any("wl_data_offer").ifPresent(offer -> {
            client.ask(offer, "receive", Map.of());
            client.ask(offer, "finish", Map.of());
        });
    }

    private static void moveWindow(FuzzClient client) {
        client.press(true);
        client.any("xdg_toplevel").ifPresent(window -> {
            if (client.random().nextBoolean()) {
                client.ask(window, "move", Map.of("serial", client.lastSerial()));
            } else {
                client.ask(
                        window,
                        "resize",
                        Map.of(
                                "serial",
                                client.lastSerial(),
                                "edges",
                                client.random().nextInt(11)));
            }
        });
        client.settle();
        if (client.random().nextInt(3) != 0) {
            client.press(false);
        }
    }

    private static void textInput(FuzzClient client) {
        client.any("zwp_text_input_v3").ifPresent(input -> {
            client.ask(input, client.random().nextInt(4) == 0 ? "disable" : "enable", Map.of());
            client.ask(input, "set_surrounding_text", Map.of("text", "a few words", "cursor", 3, "anchor", 5));
            client.ask(input, "commit", Map.of());
        });
        client.any("zwp_input_method_v2").ifPresent(method -> {
            client.ask(method, "commit_string", Map.of());
            client.ask(method, "commit", Map.of());
        });
    }

    private static void virtualInput(FuzzClient client) {
        client.any("zwlr_virtual_pointer_v1").ifPresent(pointer -> {
            client.ask(
                    pointer,
                    "motion_absolute",
                    Map.of(
                            "x",
                            client.random().nextInt(320),
                            "y",
                            client.random().nextInt(240),
                            "x_extent",
                            320,
                            "y_extent",
                            240));
            client.ask(
                    pointer,
                    "button",
                    Map.of("button", 0x110, "state", client.random().nextInt(2)));
            client.ask(pointer, "frame", Map.of());
        });
    }

    private static void constraint(FuzzClient client) {
        client.any("zwp_pointer_constraints_v1")
                .ifPresent(constraints -> client.ask(
                        constraints,
                        client.random().nextBoolean() ? "lock_pointer" : "confine_pointer",
                        Map.of("lifetime", client.random().nextInt(1, 3))));
    }
}
