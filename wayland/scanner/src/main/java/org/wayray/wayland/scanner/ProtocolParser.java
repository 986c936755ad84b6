package org.wayray.wayland.scanner;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.wayray.wayland.scanner.Protocol.Argument;
import org.wayray.wayland.scanner.Protocol.Description;
import org.wayray.wayland.scanner.Protocol.Enumeration;
import org.wayray.wayland.scanner.Protocol.Interface;
import org.wayray.wayland.scanner.Protocol.Message;

/**
 * Reads one protocol file. Neither document type nor external entities are allowed, unknown elements and attributes'
 * values are errors with their line: a misspelt file must not become a protocol that differs from the published one.
 */
final class ProtocolParser {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]+");

    private final String file;
    private final XMLStreamReader xml;

    private ProtocolParser(String file, XMLStreamReader xml) {
        this.file = file;
        this.xml = xml;
    }

    /** Reads a file. */
    static Protocol parse(Path file) throws ScannerException, IOException {
        try (var in = Files.newInputStream(file)) {
            return parse(file.toString(), in);
        }
    }

    /** Reads a file's content; {@code file} is its name in messages. */
    static Protocol parse(String file, InputStream in) throws ScannerException {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            var xml = factory.createXMLStreamReader(in);
            try {
                return new ProtocolParser(file, xml).document();
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            throw new ScannerException(file + ": " + e.getMessage(), e);
        }
    }

    private Protocol document() throws XMLStreamException, ScannerException {
        while (xml.next() != XMLStreamConstants.START_ELEMENT) {
            if (xml.getEventType() == XMLStreamConstants.DTD) {
                throw error("a document type is not allowed");
            }
        }
        if (!xml.getLocalName().equals("protocol")) {
            throw error("expected <protocol>, found <" + xml.getLocalName() + ">");
        }
        return protocol();
    }

    private Protocol protocol() throws XMLStreamException, ScannerException {
        var name = name();
        var description = Description.NONE;
        var interfaces = new ArrayList<Interface>();
        while (nextChild("protocol")) {
            switch (xml.getLocalName()) {
                case "copyright" -> xml.getElementText();
                case "description" -> description = description();
                case "interface" -> interfaces.add(wireInterface());
                default -> throw unexpected();
            }
        }
        return new Protocol(name, description, List.copyOf(interfaces));
    }

    private Interface wireInterface() throws XMLStreamException, ScannerException {
        var name = name();
        int version = positive("version", null);
        var description = Description.NONE;
        var requests = new ArrayList<Message>();
        var events = new ArrayList<Message>();
        var enumerations = new ArrayList<Enumeration>();
        while (nextChild("interface")) {
            switch (xml.getLocalName()) {
                case "description" -> description = description();
                case "request" -> requests.add(message("request"));
                case "event" -> events.add(message("event"));
                case "enum" -> enumerations.add(enumeration());
                default -> throw unexpected();
            }
        }
        return new Interface(
                name, version, description, List.copyOf(requests), List.copyOf(events), List.copyOf(enumerations));
    }

    private Message message(String element) throws XMLStreamException, ScannerException {
        var name = name();
        int since = positive("since", "1");
        var type = attribute("type", "");
        if (!type.isEmpty() && !type.equals("destructor")) {
            throw error("type=\"" + type + "\" of a message: only \"destructor\" is known");
        }
        var description = Description.NONE;
        var arguments = new ArrayList<Argument>();
        while (nextChild(element)) {
            switch (xml.getLocalName()) {
                case "description" -> description = description();
                case "arg" -> arguments.add(argument());
                default -> throw unexpected();
            }
        }
        return new Message(name, since, !type.isEmpty(), description, List.copyOf(arguments));
    }

    private Argument argument() throws XMLStreamException, ScannerException {
        var name = name();
        var type = type();
        boolean nullable = flag("allow-null");
        var interfaceName = attribute("interface");
        var enumeration = attribute("enum");
        var summary = attribute("summary", "");
        if (nullable && type != Protocol.Type.STRING && type != Protocol.Type.OBJECT) {
            throw error("only strings and objects can be null");
        }
        if (interfaceName != null && type != Protocol.Type.OBJECT && type != Protocol.Type.NEW_ID) {
            throw error("only objects and new ids have an interface");
        }
        while (nextChild("arg")) {
            if (!xml.getLocalName().equals("description")) {
                throw unexpected();
            }
            description();
        }
        return new Argument(name, type, nullable, interfaceName, enumeration, collapse(summary));
    }

    private Enumeration enumeration() throws XMLStreamException, ScannerException {
        var name = name();
        int since = positive("since", "1");
        boolean bitfield = flag("bitfield");
        var description = Description.NONE;
        var entries = new ArrayList<Protocol.Entry>();
        while (nextChild("enum")) {
            switch (xml.getLocalName()) {
                case "description" -> description = description();
                case "entry" -> entries.add(entry());
                default -> throw unexpected();
            }
        }
        return new Enumeration(name, since, bitfield, description, List.copyOf(entries));
    }

    private Protocol.Entry entry() throws XMLStreamException, ScannerException {
        var name = name();
        var literal = required("value");
        int since = positive("since", "1");
        var description = new Description(collapse(attribute("summary", "")), "");
        int value;
        try {
            long number = Long.decode(literal);
            if (number < Integer.MIN_VALUE || number > 0xffff_ffffL) {
                throw error("value=\"" + literal + "\" has more than 32 bits");
            }
            value = (int) number;
        } catch (NumberFormatException e) {
            throw new ScannerException(place() + "value=\"" + literal + "\" is not a number", e);
        }
        while (nextChild("entry")) {
            if (!xml.getLocalName().equals("description")) {
                throw unexpected();
            }
            description = description();
        }
        return new Protocol.Entry(name, value, literal, since, description);
    }

    private Description description() throws XMLStreamException {
        var summary = collapse(attribute("summary", ""));
        return new Description(summary, xml.getElementText().strip());
    }

    /** Moves to the next child element of {@code parent}, false at its end. */
    private boolean nextChild(String parent) throws XMLStreamException, ScannerException {
        while (true) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    return true;
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    return false;
                }
                case XMLStreamConstants.CHARACTERS -> {
                    if (!xml.isWhiteSpace()) {
                        throw error("text inside <" + parent + ">");
                    }
                }
                default -> {
                    // comments and processing instructions say nothing to a machine
                }
            }
        }
    }

    private String name() throws ScannerException {
        var name = required("name");
        if (!NAME.matcher(name).matches()) {
            throw error("name=\"" + name + "\" is not a name of lower-case letters, digits and _");
        }
        return name;
    }

    private Protocol.Type type() throws ScannerException {
        var type = required("type");
        for (var known : Protocol.Type.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(type)) {
                return known;
            }
        }
        throw error("type=\"" + type + "\" of an argument is not known");
    }

    private boolean flag(String attribute) throws ScannerException {
        var value = attribute(attribute, "false");
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw error(attribute + "=\"" + value + "\" is neither true nor false");
        };
    }

    private int positive(String attribute, @Nullable String otherwise) throws ScannerException {
        var value = otherwise == null ? required(attribute) : attribute(attribute, otherwise);
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new ScannerException(place() + attribute + "=\"" + value + "\" is not a number", e);
        }
        throw error(attribute + "=\"" + value + "\" is not a positive number");
    }

    private String required(String attribute) throws ScannerException {
        var value = attribute(attribute);
        if (value == null) {
            throw error("<" + xml.getLocalName() + "> lacks " + attribute);
        }
        return value;
    }

    private String attribute(String name, String otherwise) {
        var value = attribute(name);
        return value == null ? otherwise : value;
    }

    private @Nullable String attribute(String name) {
        return xml.getAttributeValue(null, name);
    }

    private ScannerException unexpected() {
        return error("<" + xml.getLocalName() + "> is not known here");
    }

    private ScannerException error(String message) {
        return new ScannerException(place() + message);
    }

    private String place() {
        return file + ":" + xml.getLocation().getLineNumber() + ": ";
    }

    private static String collapse(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
