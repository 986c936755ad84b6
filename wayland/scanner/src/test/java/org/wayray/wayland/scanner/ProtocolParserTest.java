package org.wayray.wayland.scanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ProtocolParserTest {
    private static Protocol parse(String xml) throws ScannerException {
        return ProtocolParser.parse("file.xml", new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    private static void refuses(String xml, String message) {
        assertThatThrownBy(() -> parse(xml))
                .isInstanceOf(ScannerException.class)
                .hasMessageContaining(message);
    }

    /** An interface with this content, on line 2 of its file. */
    private static String inside(String content) {
        return "<protocol name=\"p\">\n<interface name=\"i\" version=\"1\">" + content + "</interface></protocol>";
    }

    @Test
    void aFileBecomesAProtocol() throws ScannerException {
        var protocol = parse(inside("<!-- a comment --><request name=\"r\" type=\"destructor\" since=\"2\"/>"
                + "<enum name=\"e\"><entry name=\"x\" value=\"0xffffffff\"/></enum>"));
        assertThat(protocol.name()).isEqualTo("p");
        var wireInterface = protocol.interfaces().getFirst();
        assertThat(wireInterface.requests().getFirst().destructor()).isTrue();
        assertThat(wireInterface.requests().getFirst().since()).isEqualTo(2);
        assertThat(wireInterface.events()).isEmpty();
        assertThat(wireInterface.enumerations().getFirst().entries().getFirst().value())
                .isEqualTo(-1);
    }

    @Test
    void filesCannotReachBeyondThemselves() {
        refuses("<!DOCTYPE protocol><protocol name=\"p\"/>", "file.xml:1: a document type is not allowed");
        refuses(
                "<!DOCTYPE p [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><protocol name=\"p\">&e;</protocol>",
                "a document type is not allowed");
        refuses("<protocol name=\"p\">&e;</protocol>", "file.xml: ");
    }

    @Test
    void faultsAreToldWithTheirLine() {
        refuses("<protocols/>", "file.xml:1: expected <protocol>, found <protocols>");
        refuses("<protocol/>", "file.xml:1: <protocol> lacks name");
        refuses(inside("<method name=\"m\"/>"), "file.xml:2: <method> is not known here");
        refuses(inside("<request name=\"Camel\"/>"), "name=\"Camel\" is not a name of lower-case letters");
        refuses(inside("<request name=\"r\" type=\"constructor\"/>"), "type=\"constructor\" of a message");
        refuses(inside("<request name=\"r\" since=\"0\"/>"), "since=\"0\" is not a positive number");
        refuses(inside("<request name=\"r\" since=\"x\"/>"), "since=\"x\" is not a number");
        refuses(inside("<event name=\"e\">text</event>"), "text inside <event>");
        refuses(inside("<event name=\"e\"><arg name=\"a\" type=\"long\"/></event>"), "type=\"long\" of an argument");
        refuses(
                inside("<event name=\"e\"><arg name=\"a\" type=\"int\" allow-null=\"true\"/></event>"),
                "only strings and objects can be null");
        refuses(
                inside("<event name=\"e\"><arg name=\"a\" type=\"fd\" interface=\"x\"/></event>"),
                "only objects and new ids have an interface");
        refuses(inside("<enum name=\"e\" bitfield=\"yes\"/>"), "bitfield=\"yes\" is neither true nor false");
        refuses(inside("<enum name=\"e\"><entry name=\"x\" value=\"1.5\"/></enum>"), "value=\"1.5\" is not a number");
        refuses(
                inside("<enum name=\"e\"><entry name=\"x\" value=\"0x100000000\"/></enum>"),
                "value=\"0x100000000\" has more than 32 bits");
        refuses("<protocol name=\"p\">", "file.xml: ");
    }
}
