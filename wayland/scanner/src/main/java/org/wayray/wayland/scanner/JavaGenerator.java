package org.wayray.wayland.scanner;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wayray.wayland.scanner.Protocol.Argument;
import org.wayray.wayland.scanner.Protocol.Description;
import org.wayray.wayland.scanner.Protocol.Enumeration;
import org.wayray.wayland.scanner.Protocol.Interface;
import org.wayray.wayland.scanner.Protocol.Message;

/**
 * Writes the class of one interface: its description for the wire, then requests and events as sealed records, then
 * enumerations, then decoding and encoding.
 */
final class JavaGenerator {
    private static final int WIDTH = 120;
    private static final String WIRE = "org.wayray.wayland.wire.";

    private final String packageName;
    private final Interface wireInterface;
    private final Map<String, String> packages;
    private final String className;
    private final TreeSet<String> imports = new TreeSet<>();
    private final StringBuilder out = new StringBuilder();

    /**
     * Prepares to write one class.
     *
     * @param packageName the class's package
     * @param packages the package of each interface of the whole run, by its name on the wire
     */
    JavaGenerator(String packageName, Interface wireInterface, Map<String, String> packages) {
        this.packageName = packageName;
        this.wireInterface = wireInterface;
        this.packages = packages;
        this.className = Names.classOf(wireInterface.name());
    }

    /** The source of the class. */
    String generate(String origin) throws ScannerException {
        var request = directionType(wireInterface.requests(), "Request");
        var event = directionType(wireInterface.events(), "Event");
        out.append(Javadoc.of(wireInterface.description())
                .paragraph("Interface {@code " + wireInterface.name() + "}, version " + wireInterface.version() + ".")
                .render(""));
        line("public final class " + className + " {");
        line("    /** {@code " + wireInterface.name() + "} as the wire sees it. */");
        line("    public static final " + imported("WireInterface") + "<" + request + ", " + event
                + "> INTERFACE = new WireInterface<>(");
        line("            \"" + wireInterface.name() + "\",");
        line("            " + wireInterface.version() + ",");
        describeDirection(wireInterface.requests(), "Request", ",");
        describeDirection(wireInterface.events(), "Event", ");");
        line("");
        line("    private " + className + "() {}");
        declareDirection(wireInterface.requests(), "Request", "What clients ask of a");
        declareDirection(wireInterface.events(), "Event", "What the server tells about a");
        for (var enumeration : wireInterface.enumerations()) {
            line("");
            if (enumeration.bitfield()) {
                declareBitfield(enumeration);
            } else {
                declareEnum(enumeration);
            }
        }
        translateDirection(wireInterface.requests(), "Request");
        translateDirection(wireInterface.events(), "Event");
        line("}");
        return "// Generated from " + origin + "; changes belong there.\npackage " + packageName + ";\n\n"
                + imports.stream().map(name -> "import " + name + ";\n").collect(Collectors.joining()) + "\n" + out;
    }

    private String directionType(List<Message> messages, String direction) {
        return messages.isEmpty() ? imported("NoMessage") : direction;
    }

    // The descriptors

    private void describeDirection(List<Message> messages, String direction, String end) throws ScannerException {
        imported("Messages");
        if (messages.isEmpty()) {
            line("            Messages.none()" + end);
            return;
        }
        line("            new Messages<>(");
        line("                    " + className + "::decode" + direction + ",");
        line("                    " + className + "::encode" + direction + ",");
        imported("MessageType");
        for (int i = 0; i < messages.size(); i++) {
            var message = messages.get(i);
            var arguments = Stream.concat(Stream.of("\"" + message.name() + "\""), describeArguments(message).stream())
                    .toList();
            var modifiers = (message.since() > 1 ? ".since(" + message.since() + ")" : "")
                    + (message.destructor() ? ".asDestructor()" : "");
            call(
                    "                    ",
                    "MessageType.of",
                    arguments,
                    modifiers + (i + 1 < messages.size() ? "," : ")" + end));
        }
    }

    private List<String> describeArguments(Message message) throws ScannerException {
        var arguments = new ArrayList<String>();
        for (var argument : message.arguments()) {
            imported("Argument");
            arguments.add(describe(message, argument));
        }
        return arguments;
    }

    private String describe(Message message, Argument argument) throws ScannerException {
        String factory = switch (argument.type()) {
            case INT -> "integer";
            case UINT -> "unsigned";
            case FIXED -> "fixed";
            case STRING -> "string";
            case OBJECT -> "object";
            case NEW_ID -> "newId";
            case ARRAY -> "array";
            case FD -> "fd";
        };
        var parameters = new StringBuilder("\"" + argument.name() + "\"");
        var target = argument.interfaceName();
        if (target != null) {
            parameters.append(", \"").append(target).append('"');
            if (argument.type() == Protocol.Type.NEW_ID) {
                if (!packages.containsKey(target)) {
                    throw new ScannerException(wireInterface.name() + "." + message.name() + ": new id of interface "
                            + target + ", which none of the files defines");
                }
                parameters.append(", () -> ").append(reference(target)).append(".INTERFACE");
            }
        }
        return "Argument." + factory + "(" + parameters + ")" + (argument.nullable() ? ".orNull()" : "");
    }

    // The records

    private void declareDirection(List<Message> messages, String direction, String meaning) {
        if (messages.isEmpty()) {
            return;
        }
        line("");
        line("    /** " + meaning + " {@code " + wireInterface.name() + "}. */");
        line("    public sealed interface " + direction + " {");
        for (int i = 0; i < messages.size(); i++) {
            if (i > 0) {
                line("");
            }
            declareRecord(messages.get(i), direction);
        }
        line("    }");
    }

    private void declareRecord(Message message, String direction) {
        var javadoc = Javadoc.of(message.description());
        var facts = sinceSentence(message.since()) + (message.destructor() ? " Ends the object." : "");
        if (!facts.isBlank()) {
            javadoc.paragraph(facts.strip());
        }
        for (var argument : message.arguments()) {
            if (isUntypedNewId(argument)) {
                javadoc.parameter(Names.component(argument.name() + "_interface"), "name of its interface");
                javadoc.parameter(Names.component(argument.name() + "_version"), "version of its interface");
            }
            javadoc.parameter(Names.component(argument.name()), meaning(argument));
        }
        out.append(javadoc.render("        "));
        var components = message.arguments().stream()
                .flatMap(argument -> components(argument).stream())
                .toList();
        call("        ", "record " + Names.type(message.name()), components, " implements " + direction + " {}");
    }

    private List<String> components(Argument argument) {
        var name = Names.component(argument.name());
        return switch (argument.type()) {
            case INT, UINT, OBJECT -> List.of("int " + name);
            case NEW_ID ->
                isUntypedNewId(argument)
                        ? List.of(
                                "String " + Names.component(argument.name() + "_interface"),
                                "int " + Names.component(argument.name() + "_version"),
                                "int " + name)
                        : List.of("int " + name);
            case FIXED -> List.of("double " + name);
            case STRING -> List.of((argument.nullable() ? nullable() + " " : "") + "String " + name);
            case ARRAY -> List.of("byte[] " + name);
            case FD -> List.of(imported("WireFd") + " " + name);
        };
    }

    private String meaning(Argument argument) {
        var kind = switch (argument.type()) {
            case OBJECT -> "id of " + anInstance(argument) + (argument.nullable() ? ", 0 for none" : "");
            case NEW_ID -> "new id for " + anInstance(argument);
            case STRING -> argument.nullable() ? "null for none" : "";
            case INT, UINT -> enumerationLink(argument);
            case FIXED, ARRAY, FD -> "";
        };
        var summary = Javadoc.escape(argument.summary());
        if (summary.isEmpty()) {
            return kind.isEmpty() ? argument.name().replace('_', ' ') : kind;
        }
        return kind.isEmpty() ? summary : summary + " (" + kind + ")";
    }

    private String anInstance(Argument argument) {
        var target = argument.interfaceName();
        return target == null
                ? "an object"
                : packages.containsKey(target)
                        ? "a {@link " + reference(target) + " " + target + "}"
                        : "a {@code " + target + "}";
    }

    private String enumerationLink(Argument argument) {
        var enumeration = argument.enumeration();
        if (enumeration == null) {
            return "";
        }
        int dot = enumeration.indexOf('.');
        if (dot < 0) {
            return "see {@link " + className + "." + Names.type(enumeration) + "}";
        }
        var owner = enumeration.substring(0, dot);
        var nested = Names.type(enumeration.substring(dot + 1));
        return packages.containsKey(owner)
                ? "see {@link " + reference(owner) + "." + nested + "}"
                : "see {@code " + enumeration + "}";
    }

    // The enumerations

    private void declareEnum(Enumeration enumeration) {
        var name = Names.type(enumeration.name());
        out.append(documentation(
                        enumeration.description(), enumeration.since(), "Values of {@code " + enumeration.name() + "}.")
                .render("    "));
        line("    public enum " + name + " implements " + imported("WireEnum") + " {");
        for (int i = 0; i < enumeration.entries().size(); i++) {
            var entry = enumeration.entries().get(i);
            out.append(documentation(entry.description(), entry.since(), null).render("        "));
            line("        " + Names.constant(enumeration.name(), entry.name()) + "(" + literal(entry) + ")"
                    + (i + 1 < enumeration.entries().size() ? "," : ";"));
        }
        imports.add("java.util.Optional");
        line("");
        line("        private final int value;");
        line("");
        line("        " + name + "(int value) {");
        line("            this.value = value;");
        line("        }");
        line("");
        line("        @Override");
        line("        public int value() {");
        line("            return value;");
        line("        }");
        line("");
        line("        /** The entry that stands for {@code value} on the wire, empty when none does. */");
        line("        public static Optional<" + name + "> of(int value) {");
        line("            return switch (value) {");
        var seen = new TreeSet<Integer>();
        for (var entry : enumeration.entries()) {
            if (seen.add(entry.value())) {
                line("                case " + literal(entry) + " -> Optional.of("
                        + Names.constant(enumeration.name(), entry.name()) + ");");
            }
        }
        line("                default -> Optional.empty();");
        line("            };");
        line("        }");
        line("    }");
    }

    private void declareBitfield(Enumeration enumeration) {
        var name = Names.type(enumeration.name());
        out.append(documentation(
                        enumeration.description(), enumeration.since(), "Bits of {@code " + enumeration.name() + "}.")
                .render("    "));
        line("    public static final class " + name + " {");
        for (var entry : enumeration.entries()) {
            out.append(documentation(entry.description(), entry.since(), null).render("        "));
            line("        public static final int " + Names.constant(enumeration.name(), entry.name()) + " = "
                    + literal(entry) + ";");
            line("");
        }
        line("        private " + name + "() {}");
        line("    }");
    }

    private static Javadoc documentation(Description description, int since, @Nullable String otherwise) {
        var javadoc = Javadoc.of(description);
        if (otherwise != null
                && description.summary().isEmpty()
                && description.text().isEmpty()) {
            javadoc.paragraph(otherwise);
        }
        return since > 1 ? javadoc.paragraph(sinceSentence(since)) : javadoc;
    }

    private static String literal(Protocol.Entry entry) {
        boolean hexadecimal = entry.literal().startsWith("0x");
        return hexadecimal || (entry.value() < 0 && !entry.literal().startsWith("-"))
                ? "0x" + Integer.toHexString(entry.value())
                : Integer.toString(entry.value());
    }

    // Decoding and encoding

    private void translateDirection(List<Message> messages, String direction) {
        if (messages.isEmpty()) {
            return;
        }
        line("");
        line("    private static " + direction + " decode" + direction + "(int opcode, " + imported("MessageReader")
                + " in) throws " + imported("WireException") + " {");
        line("        return switch (opcode) {");
        for (int opcode = 0; opcode < messages.size(); opcode++) {
            var message = messages.get(opcode);
            var reads = message.arguments().stream()
                    .flatMap(argument -> reads(argument).stream())
                    .toList();
            call(
                    "            ",
                    "case " + opcode + " -> new " + direction + "." + Names.type(message.name()),
                    reads,
                    ";");
        }
        line("            default -> throw new WireException(\"no such opcode: \" + opcode);");
        line("        };");
        line("    }");
        line("");
        var variable = direction.toLowerCase(Locale.ROOT);
        line("    private static void encode" + direction + "(" + direction + " " + variable + ", "
                + imported("MessageWriter") + " out) {");
        line("        switch (" + variable + ") {");
        IntStream.range(0, messages.size()).forEach(opcode -> encode(messages.get(opcode), direction, opcode));
        line("        }");
        line("    }");
    }

    private void encode(Message message, String direction, int opcode) {
        var variables = message.arguments().stream()
                .flatMap(argument -> variables(argument).stream())
                .map(name -> "var " + name)
                .toList();
        var head = direction + "." + Names.type(message.name());
        var calls = Stream.concat(
                        Stream.of(".opcode(" + opcode + ")"),
                        message.arguments().stream().map(JavaGenerator::write))
                .toList();
        var statement = "out" + String.join("", calls) + ";";
        var oneLine = "            case " + head + "(" + String.join(", ", variables) + ") -> " + statement;
        if (oneLine.length() <= WIDTH) {
            line(oneLine);
            return;
        }
        call("            ", "case " + head, variables, " ->");
        if (statement.length() + 16 <= WIDTH) {
            line("                " + statement);
        } else {
            line("                out" + String.join("\n                        ", calls) + ";");
        }
    }

    private static List<String> reads(Argument argument) {
        return switch (argument.type()) {
            case INT -> List.of("in.integer()");
            case UINT -> List.of("in.unsigned()");
            case FIXED -> List.of("in.fixed()");
            case STRING -> List.of(argument.nullable() ? "in.nullableString()" : "in.string()");
            case OBJECT -> List.of("in.object()");
            case NEW_ID ->
                isUntypedNewId(argument)
                        ? List.of("in.string()", "in.unsigned()", "in.newId()")
                        : List.of("in.newId()");
            case ARRAY -> List.of("in.array()");
            case FD -> List.of("in.fd()");
        };
    }

    /** The calls that write an argument, as one piece of text that starts with a dot. */
    private static String write(Argument argument) {
        var variables = variables(argument);
        var last = variables.getLast();
        return switch (argument.type()) {
            case INT -> ".integer(" + last + ")";
            case UINT -> ".unsigned(" + last + ")";
            case FIXED -> ".fixed(" + last + ")";
            case STRING -> (argument.nullable() ? ".nullableString(" : ".string(") + last + ")";
            case OBJECT -> ".object(" + last + ")";
            case NEW_ID ->
                isUntypedNewId(argument)
                        ? ".string(" + variables.get(0) + ").unsigned(" + variables.get(1) + ").newId(" + last + ")"
                        : ".newId(" + last + ")";
            case ARRAY -> ".array(" + last + ")";
            case FD -> ".fd(" + last + ")";
        };
    }

    /** The variables of an encoding pattern: the components' names, apart from those that the method uses itself. */
    private static List<String> variables(Argument argument) {
        var names = isUntypedNewId(argument)
                ? List.of(argument.name() + "_interface", argument.name() + "_version", argument.name())
                : List.of(argument.name());
        return names.stream()
                .map(Names::component)
                .map(name -> List.of("out", "request", "event").contains(name) ? name + "_" : name)
                .toList();
    }

    // Pieces

    private static boolean isUntypedNewId(Argument argument) {
        return argument.type() == Protocol.Type.NEW_ID && argument.interfaceName() == null;
    }

    private static String sinceSentence(int since) {
        return since > 1 ? "Since version " + since + "." : "";
    }

    /** The name of another interface's class, with its package unless that is ours. */
    private String reference(String otherInterface) {
        var otherPackage = packages.get(otherInterface);
        var name = Names.classOf(otherInterface);
        return packageName.equals(otherPackage) ? name : otherPackage + "." + name;
    }

    private String imported(String wireClass) {
        imports.add(WIRE + wireClass);
        return wireClass;
    }

    private String nullable() {
        imports.add("org.jspecify.annotations.Nullable");
        return "@Nullable";
    }

    /** A head with parameters in parentheses: on one line when it fits, else one parameter per line. */
    private void call(String indent, String head, List<String> parameters, String end) {
        var oneLine = indent + head + "(" + String.join(", ", parameters) + ")" + end;
        if (oneLine.length() <= WIDTH || parameters.isEmpty()) {
            line(oneLine);
            return;
        }
        line(indent + head + "(");
        for (int i = 0; i < parameters.size(); i++) {
            line(indent + "        " + parameters.get(i) + (i + 1 < parameters.size() ? "," : ")" + end));
        }
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
