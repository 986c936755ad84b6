package org.wayray.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where a server listens or is found, as written on a command line: {@code host}, {@code host:port}, {@code [ipv6]:port} or a
 * bare IPv6 address. Immutable; nothing is looked up.
 *
 * @param host a name or an address, without brackets
 * @param port 0 to 65535; 0 lets the system choose, for a server only
 */
public record Endpoint(String host, int port) {
    /** The port of the viewer protocol where none is given. */
    public static final int DEFAULT_PORT = 4433;

    private static final String IPV6 = "[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(?:%[\\w.-]+)?";

    private static final Pattern FORM = Pattern.compile("(?:\\[(?<bracketed>" + IPV6 + ")]|(?<name>[^\\[\\]:\\s]+))"
            + "(?::(?<port>\\d{1,5}))?|(?<bare>" + IPV6 + ")");

    public Endpoint {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("a port is a number from 0 to 65535, not " + port);
        }
    }

    /** Reads the written form. @throws IllegalArgumentException it is none; the message says what would be */
    public static Endpoint parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not HOST, HOST:PORT or [IPV6]:PORT");
        }
        if (matcher.group("bare") != null) {
            return new Endpoint(matcher.group("bare"), DEFAULT_PORT);
        }
        var host = matcher.group("bracketed") != null ? matcher.group("bracketed") : matcher.group("name");
        var port = matcher.group("port");
        return new Endpoint(host, port == null ? DEFAULT_PORT : Integer.parseInt(port));
    }

    /** The written form, with brackets where they are needed. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** For picocli. */
    public static final class Converter implements ITypeConverter<Endpoint> {
        @Override
        public Endpoint convert(String text) {
            try {
                return parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
