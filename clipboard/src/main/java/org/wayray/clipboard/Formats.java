package org.wayray.clipboard;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.wayray.protocol.Limits;

/**
 * The names of formats: which of them an offer gets on the wire, which of them the other side offers for it, and how one is made from
 * another. Each program has its own names for the same text, and its own favourite coding of pictures; on the wire there is always {@link
 * #TEXT} for text and {@link #PNG} for a picture. Stateless.
 */
public final class Formats {
    /** Text on the wire. */
    public static final String TEXT = "text/plain;charset=utf-8";

    /** Pictures on the wire. */
    public static final String PNG = "image/png";

    /** Copied files with their contents, as a tar archive; on the wire only. */
    public static final String FILES = "application/vnd.wayray.files";

    /** Addresses, also of copied files. */
    public static final String URI_LIST = "text/uri-list";

    /** Copied files as GNOME and its relatives name them: the verb in the first line. */
    public static final String GNOME_FILES = "x-special/gnome-copied-files";

    /** What X11 calls text in ISO 8859-1. */
    public static final String LATIN_1 = "STRING";

    /** Other names of {@link #TEXT}, the surest first. */
    private static final List<String> TEXT_NAMES = List.of(TEXT, "UTF8_STRING", "text/plain", "TEXT");

    /** Codings of pictures that can be made from each other, the best first. */
    private static final List<String> PICTURES =
            List.of(PNG, "image/tiff", "image/bmp", "image/x-bmp", "image/x-MS-bmp", "image/gif", "image/jpeg");

    /** Codings that can be made of a {@link #PNG} without loss. */
    private static final List<String> MADE_OF_PNG = List.of("image/bmp", "image/tiff");

    /**
     * What means something to the programs of one side only: X11's own requests; keys of a desktop portal; whether files were cut, as
     * files that were brought from afar cannot be moved.
     */
    private static final Set<String> LOCAL_ONLY = Set.of(
            "TARGETS",
            "MULTIPLE",
            "TIMESTAMP",
            "SAVE_TARGETS",
            "DELETE",
            "INSERT_PROPERTY",
            "INSERT_SELECTION",
            "application/vnd.portal.filetransfer",
            "application/vnd.portal.files",
            "application/x-kde-cutselection",
            FILES);

    /** How data in one format becomes data in another. */
    public enum Step {
        /** It is the same. */
        NONE,
        /** ISO 8859-1 to UTF-8. */
        LATIN_1_TO_UTF_8,
        /** UTF-8 to ISO 8859-1; what that has no letter for becomes a question mark. */
        UTF_8_TO_LATIN_1,
        /** From one coding of pictures to another: {@link Pictures}. */
        PICTURE,
        /** From a list of files to the files: {@link FileList}, {@link FilePacker}. */
        PACK,
        /** From the files to a list of them: {@link ReceivedFiles}, {@link FileList}. */
        UNPACK
    }

    /**
     * How to get data in a wanted format.
     *
     * @param from the format to ask the owner for
     */
    public record Recipe(String from, Step step) {}

    private Formats() {}

    /**
     * The formats of an offer on the wire for a program's: with the wire's names for text, pictures and files, without those that mean
     * nothing elsewhere, and within the protocol's limits.
     */
    public static List<String> forWire(Collection<String> offered) {
        Set<String> wire = new LinkedHashSet<>();
        if (offered.contains(URI_LIST) || offered.contains(GNOME_FILES)) {
            wire.add(FILES);
        }
        if (recipe(offered, TEXT).isPresent()) {
            wire.add(TEXT);
        }
        if (recipe(offered, PNG).isPresent()) {
            wire.add(PNG);
        }
        offered.stream().filter(format -> !LOCAL_ONLY.contains(format)).forEach(wire::add);
        return acceptable(wire);
    }

    /** The formats that this side's programs are offered for an offer that came by the wire; none if it has nothing for them. */
    public static List<String> fromWire(Collection<String> wire) {
        Set<String> offered = new LinkedHashSet<>();
        if (wire.contains(FILES)) {
            offered.add(URI_LIST);
            offered.add(GNOME_FILES);
        }
        wire.stream().filter(format -> !LOCAL_ONLY.contains(format)).forEach(offered::add);
        if (wire.contains(TEXT)) {
            offered.addAll(TEXT_NAMES);
        }
        if (wire.contains(PNG)) {
            offered.addAll(MADE_OF_PNG);
        }
        return acceptable(offered);
    }

    /**
     * How to make {@code wanted} of what there is.
     *
     * @param available the formats of a program's offer, or of one that came by the wire
     * @return nothing if it cannot be made
     */
    public static Optional<Recipe> recipe(Collection<String> available, String wanted) {
        if (isFileList(wanted) && available.contains(FILES)) {
            return Optional.of(new Recipe(FILES, Step.UNPACK));
        }
        if (available.contains(wanted)) {
            return Optional.of(new Recipe(wanted, Step.NONE));
        }
        if (wanted.equals(FILES)) {
            return first(List.of(URI_LIST, GNOME_FILES), available, Step.PACK);
        }
        if (isText(wanted)) {
            return available.stream()
                    .filter(Formats::isText)
                    .findFirst()
                    .map(name -> new Recipe(name, Step.NONE))
                    .or(() -> first(List.of(LATIN_1), available, Step.LATIN_1_TO_UTF_8));
        }
        if (wanted.equals(LATIN_1)) {
            return first(TEXT_NAMES, available, Step.UTF_8_TO_LATIN_1);
        }
        return isPicture(wanted) ? first(PICTURES, available, Step.PICTURE) : Optional.empty();
    }

    /** Whether this names files, or other addresses, one in each line. */
    public static boolean isFileList(String format) {
        return format.equals(URI_LIST) || format.equals(GNOME_FILES);
    }

    /** Whether this is text in UTF-8 by one of its names. */
    private static boolean isText(String format) {
        return TEXT_NAMES.contains(format)
                || format.replace(" ", "").toLowerCase(Locale.ROOT).equals(TEXT);
    }

    /** Whether this is a coding of pictures that others can be made of, or that can be made of others. */
    static boolean isPicture(String format) {
        return PICTURES.contains(format);
    }

    private static Optional<Recipe> first(List<String> wishes, Collection<String> available, Step step) {
        return wishes.stream().filter(available::contains).findFirst().map(format -> new Recipe(format, step));
    }

    private static List<String> acceptable(Collection<String> formats) {
        List<String> all = new ArrayList<>();
        for (String format : formats) {
            if (all.size() < Limits.CLIPBOARD_TYPES
                    && !format.isEmpty()
                    && format.getBytes(StandardCharsets.UTF_8).length <= Limits.CLIPBOARD_TYPE_BYTES
                    && format.chars().noneMatch(Character::isISOControl)) {
                all.add(format);
            }
        }
        return List.copyOf(all);
    }
}
