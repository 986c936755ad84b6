package org.wayray.wayland.protocols;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.wayray.wayland.protocols.ProtocolFacts.Fact;

/** Holds our protocol files against the published ones: the same facts, in other words. */
class ProtocolFilesTest {

    /** Interfaces of the published files that ours leave out on purpose. */
    private static final Set<String> LEFT_OUT = Set.of("wl_shell", "wl_shell_surface");

    /** Published after libwayland 1.21 and wayland-protocols 1.31 without a new version of the interface. */
    private static final Set<String> NEWER_THAN_DEBIAN_12 = Set.of(
            "enum wl_surface.error defunct_role_object",
            "enum wl_subcompositor.error bad_parent",
            "enum wl_data_device.error used_source",
            "enum wl_pointer.axis_relative_direction",
            "enum wl_pointer.axis_relative_direction identical",
            "enum wl_pointer.axis_relative_direction inverted",
            "enum zxdg_toplevel_decoration_v1.error invalid_mode",
            "enum zwp_text_input_v3.preedit_hint",
            "enum zwp_text_input_v3.preedit_hint whole",
            "enum zwp_text_input_v3.preedit_hint selection",
            "enum zwp_text_input_v3.preedit_hint prediction",
            "enum zwp_text_input_v3.preedit_hint prefix",
            "enum zwp_text_input_v3.preedit_hint suffix",
            "enum zwp_text_input_v3.preedit_hint spelling_error",
            "enum zwp_text_input_v3.preedit_hint compose_error",
            // was a plain number before
            "xdg_positioner request set_constraint_adjustment arg 0");

    /** An open list: each release of libwayland adds formats of DRM, which no code of ours needs. */
    private static final String OPEN_ENUM = "enum wl_shm.format ";

    /** So many words in a row, the same in ours and theirs, are a copied sentence and not a coincidence. */
    private static final int COPIED_WORDS = 7;

    static List<PublishedProtocol> files() throws IOException {
        try (var all = Files.walk(PublishedProtocol.OWN_FOLDER)) {
            return all.filter(file -> file.toString().endsWith(".xml"))
                    .sorted()
                    .map(file -> PublishedProtocol.of(PublishedProtocol.OWN_FOLDER.relativize(file)))
                    .toList();
        }
    }

    /** Those whose published file the distribution has, or somebody has put at hand. */
    static List<PublishedProtocol> publishedFiles() throws IOException {
        return files().stream().filter(PublishedProtocol::isComparable).toList();
    }

    @Test
    void theGlobalsHaveTheVersionsThatCurrentApplicationsAskFor() throws IOException {
        var versions = new TreeMap<String, Integer>();
        files().forEach(file ->
                versions.putAll(ProtocolFacts.parse(file.ownFile()).versions()));
        assertThat(versions)
                .containsAllEntriesOf(Map.ofEntries(
                        Map.entry("wl_compositor", 6),
                        Map.entry("wl_surface", 6),
                        Map.entry("wl_subcompositor", 1),
                        Map.entry("wl_shm", 2),
                        Map.entry("wl_seat", 9),
                        Map.entry("wl_pointer", 9),
                        Map.entry("wl_keyboard", 9),
                        Map.entry("wl_touch", 9),
                        Map.entry("wl_output", 4),
                        Map.entry("wl_data_device_manager", 3),
                        Map.entry("xdg_wm_base", 6),
                        Map.entry("wp_viewporter", 1),
                        Map.entry("wp_presentation", 1),
                        Map.entry("zxdg_decoration_manager_v1", 1),
                        Map.entry("zxdg_output_manager_v1", 3)));
    }

    @ParameterizedTest
    @MethodSource("publishedFiles")
    void ourFileStatesThePublishedFacts(PublishedProtocol file) {
        var ours = ProtocolFacts.parse(file.ownFile());
        var theirs = ProtocolFacts.parse(file.publishedFile());
        assertThat(ours.versions().keySet()).isEqualTo(without(theirs.versions().keySet(), LEFT_OUT));

        // versions may differ in either direction, so both are cut down to what the other can know
        var oursTheyKnow = ours.asMap(fact -> fact.since() <= theirs.versions().getOrDefault(fact.interfaceName(), 0));
        var theirsWeKnow = theirs.asMap(fact -> fact.since() <= ours.versions().getOrDefault(fact.interfaceName(), 0));

        NEWER_THAN_DEBIAN_12.stream()
                .filter(key -> !oursTheyKnow.getOrDefault(key, "").equals(theirsWeKnow.getOrDefault(key, "")))
                .forEach(key -> {
                    oursTheyKnow.remove(key);
                    theirsWeKnow.remove(key);
                });
        theirsWeKnow.keySet().removeIf(key -> key.startsWith(OPEN_ENUM) && !oursTheyKnow.containsKey(key));
        assertThat(oursTheyKnow).isEqualTo(theirsWeKnow);
    }

    @ParameterizedTest
    @MethodSource("publishedFiles")
    void ourWordsAreOurOwn(PublishedProtocol file) {
        var theirs = new TreeSet<String>();
        eachText(ProtocolFacts.root(file.publishedFile()), text -> {
            theirs.addAll(sentences(text));
            theirs.addAll(runs(text));
        });
        var copied = new TreeSet<String>();
        eachText(ProtocolFacts.root(file.ownFile()), text -> {
            copied.addAll(sentences(text));
            copied.addAll(runs(text));
        });
        copied.retainAll(theirs);
        assertThat(copied).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everythingIsDescribed(PublishedProtocol file) {
        var all = ProtocolFacts.elements(ProtocolFacts.root(file.ownFile()).getElementsByTagName("*"));
        for (var element : all) {
            var place = element.getTagName() + " " + element.getAttribute("name");
            switch (element.getTagName()) {
                case "interface", "request", "event", "enum" ->
                    assertThat(ProtocolFacts.children(element, "description"))
                            .as(place)
                            .singleElement()
                            .satisfies(description -> assertThat(description.getAttribute("summary"))
                                    .isNotBlank());
                case "arg", "entry" ->
                    assertThat(element.getAttribute("summary")).as(place).isNotBlank();
                default -> {}
            }
        }
    }

    @Test
    void everyReferenceToAnInterfaceOrEnumLeadsSomewhere() throws IOException {
        var interfaces = new TreeSet<String>();
        var enums = new TreeSet<String>();
        for (var file : files()) {
            var facts = ProtocolFacts.parse(file.ownFile());
            interfaces.addAll(facts.versions().keySet());
            facts.facts().stream()
                    .map(Fact::key)
                    .filter(key -> key.startsWith("enum "))
                    .forEach(key -> enums.add(key.substring("enum ".length())));
        }
        for (var file : files()) {
            for (var arg :
                    ProtocolFacts.elements(ProtocolFacts.root(file.ownFile()).getElementsByTagName("arg"))) {
                if (arg.hasAttribute("interface")) {
                    assertThat(interfaces).contains(arg.getAttribute("interface"));
                }
                if (arg.hasAttribute("enum")) {
                    var name = arg.getAttribute("enum");
                    var owner = ((Element) arg.getParentNode().getParentNode()).getAttribute("name");
                    assertThat(enums).contains(name.contains(".") ? name : owner + "." + name);
                }
            }
        }
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        var rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    /** Every summary and description of a file. */
    private static void eachText(Element root, Consumer<String> reader) {
        for (var element : ProtocolFacts.elements(root.getElementsByTagName("*"))) {
            if (element.hasAttribute("summary")) {
                reader.accept(element.getAttribute("summary"));
            }
            if (element.getTagName().equals("description")) {
                reader.accept(element.getTextContent());
            }
        }
    }

    /** The sentences of four words and more; shorter ones leave no choice of words ("destroy the buffer"). */
    private static Set<String> sentences(String text) {
        var sentences = new TreeSet<String>();
        for (var sentence : text.split("[.;:](\\s+|$)", -1)) {
            var words = words(sentence);
            if (words.size() >= 4) {
                sentences.add(String.join(" ", words));
            }
        }
        return sentences;
    }

    private static Set<String> runs(String text) {
        var words = words(text);
        var runs = new TreeSet<String>();
        for (int start = 0; start + COPIED_WORDS <= words.size(); start++) {
            runs.add(String.join(" ", words.subList(start, start + COPIED_WORDS)));
        }
        return runs;
    }

    private static List<String> words(String text) {
        return Stream.of(text.toLowerCase(Locale.ROOT).split("[^a-z0-9_]+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
