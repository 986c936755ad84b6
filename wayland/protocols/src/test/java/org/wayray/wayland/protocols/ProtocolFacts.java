package org.wayray.wayland.protocols;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What a protocol file says beside its prose: everything that decides about bytes on the wire and names in programs.
 * Each fact is a line of text under a key that tells its place, so that two files can be compared as maps and the
 * difference can be read.
 *
 * @param versions interface name to version
 * @param facts in the order of their keys
 */
record ProtocolFacts(Map<String, Integer> versions, List<Fact> facts) {

    /**
     * One fact.
     *
     * @param interfaceName the interface it belongs to
     * @param key its place, such as {@code wl_surface request 3} or {@code wl_surface.frame arg 0}
     * @param value what holds there
     * @param since first version of the interface in which it holds
     */
    record Fact(String interfaceName, String key, String value, int since) {}

    static ProtocolFacts parse(Path file) {
        var versions = new TreeMap<String, Integer>();
        var facts = new ArrayList<Fact>();
        for (var wireInterface : children(root(file), "interface")) {
            var name = wireInterface.getAttribute("name");
            versions.put(name, Integer.decode(wireInterface.getAttribute("version")));
            addMessages(facts, name, wireInterface, "request");
            addMessages(facts, name, wireInterface, "event");
            addEnums(facts, name, wireInterface);
        }
        return new ProtocolFacts(versions, facts);
    }

    /** The facts that pass, as a map from place to value. */
    Map<String, String> asMap(Predicate<Fact> filter) {
        return facts.stream()
                .filter(filter)
                .collect(Collectors.toMap(Fact::key, Fact::value, (first, second) -> first, TreeMap::new));
    }

    private static void addMessages(List<Fact> facts, String interfaceName, Element wireInterface, String kind) {
        var messages = children(wireInterface, kind);
        for (int opcode = 0; opcode < messages.size(); opcode++) {
            var message = messages.get(opcode);
            var name = message.getAttribute("name");
            int since = since(message);
            var destructor = message.getAttribute("type").equals("destructor") ? " destructor" : "";
            facts.add(new Fact(
                    interfaceName,
                    interfaceName + " " + kind + " " + opcode,
                    name + " since " + since + destructor,
                    since));
            var arguments = children(message, "arg");
            for (int index = 0; index < arguments.size(); index++) {
                var argument = arguments.get(index);
                facts.add(new Fact(
                        interfaceName,
                        "%s %s %s arg %d".formatted(interfaceName, kind, name, index),
                        describe(argument),
                        since));
            }
        }
    }

    private static String describe(Element argument) {
        var text = new StringBuilder(argument.getAttribute("name") + ": " + argument.getAttribute("type"));
        for (var attribute : List.of("interface", "enum", "allow-null")) {
            if (argument.hasAttribute(attribute)) {
                text.append(' ').append(attribute).append('=').append(argument.getAttribute(attribute));
            }
        }
        return text.toString();
    }

    private static void addEnums(List<Fact> facts, String interfaceName, Element wireInterface) {
        for (var values : children(wireInterface, "enum")) {
            var name = interfaceName + "." + values.getAttribute("name");
            int since = since(values);
            var bitfield = values.getAttribute("bitfield").equals("true") ? " bitfield" : "";
            facts.add(new Fact(interfaceName, "enum " + name, "since " + since + bitfield, since));
            for (var entry : children(values, "entry")) {
                int entrySince = Math.max(since, since(entry));
                var value = Integer.toUnsignedString(Integer.decode(entry.getAttribute("value")));
                facts.add(new Fact(
                        interfaceName,
                        "enum " + name + " " + entry.getAttribute("name"),
                        value + " since " + entrySince,
                        entrySince));
            }
        }
    }

    private static int since(Element element) {
        return element.hasAttribute("since") ? Integer.parseInt(element.getAttribute("since")) : 1;
    }

    static Element root(Path file) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile())
                    .getDocumentElement();
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new IllegalStateException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    static List<Element> children(Element parent, String tag) {
        return elements(parent.getChildNodes()).stream()
                .filter(child -> child.getTagName().equals(tag))
                .toList();
    }

    static List<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
                .map(Element.class::cast)
                .toList();
    }
}
