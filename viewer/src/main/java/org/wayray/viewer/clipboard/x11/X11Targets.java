package org.wayray.viewer.clipboard.x11;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What X programs call the formats that everybody else calls by MIME types. Stateless; any thread. */
final class X11Targets {
    static final String UTF8_MIME = "text/plain;charset=utf-8";
    static final String PLAIN_MIME = "text/plain";
    static final String UTF8_STRING = "UTF8_STRING";
    static final String STRING = "STRING";
    static final String TEXT = "TEXT";

    /** More formats than that are nobody's. */
    static final int MOST = 128;

    private static final int LONGEST_MIME = 256;

    private X11Targets() {}

    /** The MIME types that these targets can be had as: themselves as far as they are some, and text under its usual names. */
    static List<String> mimeTypes(List<String> targets) {
        Set<String> types = new LinkedHashSet<>();
        for (var target : targets) {
            if (isMime(target) && types.size() < MOST) {
                types.add(target);
            }
        }
        boolean text = targets.contains(UTF8_STRING)
                || targets.contains(STRING)
                || types.contains(PLAIN_MIME)
                || types.contains(UTF8_MIME);
        if (text) {
            types.add(UTF8_MIME);
            types.add(PLAIN_MIME);
        }
        return List.copyOf(types);
    }

    /** Which of the targets to ask for to get that MIME type; empty if none. */
    static String targetOf(String mimeType, List<String> targets) {
        if (targets.contains(mimeType)) {
            return mimeType;
        }
        if (mimeType.equals(UTF8_MIME) || mimeType.equals(PLAIN_MIME)) {
            for (var candidate : List.of(UTF8_STRING, UTF8_MIME, PLAIN_MIME, STRING)) {
                if (targets.contains(candidate)) {
                    return candidate;
                }
            }
        }
        return "";
    }

    /** The targets to offer for content of these MIME types. */
    static List<String> targets(List<String> mimeTypes) {
        var targets = new ArrayList<String>();
        for (var type : mimeTypes) {
            if (isMime(type) && targets.size() < MOST && !targets.contains(type)) {
                targets.add(type);
            }
        }
        if (!text(mimeTypes).isEmpty()) {
            for (var name : List.of(UTF8_STRING, UTF8_MIME, PLAIN_MIME, TEXT, STRING)) {
                if (!targets.contains(name)) {
                    targets.add(name);
                }
            }
        }
        return targets;
    }

    /** Which of the MIME types answers a request for that target; empty if none. */
    static String mimeTypeOf(String target, List<String> mimeTypes) {
        if (mimeTypes.contains(target)) {
            return target;
        }
        return switch (target) {
            case UTF8_STRING, STRING, TEXT, UTF8_MIME, PLAIN_MIME -> text(mimeTypes);
            default -> "";
        };
    }

    private static String text(List<String> mimeTypes) {
        for (var candidate : List.of(UTF8_MIME, "text/plain;charset=UTF-8", PLAIN_MIME, UTF8_STRING)) {
            if (mimeTypes.contains(candidate)) {
                return candidate;
            }
        }
        return "";
    }

    private static boolean isMime(String name) {
        int slash = name.indexOf('/');
        return slash > 0
                && slash < name.length() - 1
                && name.length() <= LONGEST_MIME
                && name.chars().allMatch(c -> c > 0x1F && c < 0x7F);
    }
}
