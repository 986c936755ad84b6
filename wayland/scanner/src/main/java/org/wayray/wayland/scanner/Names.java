package org.wayray.wayland.scanner;

import java.util.Locale;
import java.util.Set;

/** The rules from protocol names to Java names. */
final class Names {
    /** Words that cannot name a record component, among them the methods that every object has. */
    private static final Set<String> RESERVED = Set.of(
            "abstract",
            "assert",
            "boolean",
            "break",
            "byte",
            "case",
            "catch",
            "char",
            "class",
            "clone",
            "const",
            "continue",
            "default",
            "do",
            "double",
            "else",
            "enum",
            "extends",
            "false",
            "final",
            "finalize",
            "finally",
            "float",
            "for",
            "getClass",
            "goto",
            "hashCode",
            "if",
            "implements",
            "import",
            "in",
            "instanceof",
            "int",
            "interface",
            "long",
            "native",
            "new",
            "notify",
            "notifyAll",
            "null",
            "package",
            "private",
            "protected",
            "public",
            "return",
            "short",
            "static",
            "strictfp",
            "super",
            "switch",
            "synchronized",
            "this",
            "throw",
            "throws",
            "toString",
            "transient",
            "true",
            "try",
            "void",
            "volatile",
            "wait",
            "while",
            "_");

    private Names() {}

    /**
     * The last part of a protocol's package: {@code wayland} is {@code core}; others lose underscores and what only says
     * how finished they are, so {@code xdg_decoration_unstable_v1} is {@code xdgdecoration}.
     */
    static String packageOf(String protocol) {
        return protocol.equals("wayland")
                ? "core"
                : protocol.replaceFirst("(_unstable)?(_v[0-9]+)?$", "").replace("_", "");
    }

    /** The class of an interface: {@code wl_surface} is {@code WlSurfaceProtocol}. */
    static String classOf(String wireInterface) {
        return type(wireInterface) + "Protocol";
    }

    /** A class name: {@code set_buffer_scale} is {@code SetBufferScale}. */
    static String type(String name) {
        var result = new StringBuilder();
        for (String part : name.split("_", -1)) {
            if (!part.isEmpty()) {
                result.append(Character.toUpperCase(part.charAt(0))).append(part, 1, part.length());
            }
        }
        return Character.isDigit(result.charAt(0)) ? "_" + result : result.toString();
    }

    /** A record component: {@code callback_data} is {@code callbackData}; reserved words get an underscore. */
    static String component(String name) {
        String type = type(name);
        String component = Character.toLowerCase(type.charAt(0)) + type.substring(1);
        return RESERVED.contains(component) ? component + "_" : component;
    }

    /** A constant; one that starts with a digit gets its enumeration's name: 90 of transform is TRANSFORM_90. */
    static String constant(String enumeration, String entry) {
        String name = Character.isDigit(entry.charAt(0)) ? enumeration + "_" + entry : entry;
        return name.toUpperCase(Locale.ROOT);
    }
}
