package org.wayray.server;

import java.util.regex.Pattern;
import org.wayray.compositor.output.OutputMode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The size of an output on the command line, {@code WIDTHxHEIGHT}.
 *
 * @param width in physical pixels, {@value #MIN} to {@value #MAX}
 * @param height in physical pixels, {@value #MIN} to {@value #MAX}
 */
public record OutputSize(int width, int height) {
    static final int MIN = OutputMode.LEAST_SIDE;
    static final int MAX = OutputMode.MOST_SIDE;

    private static final Pattern FORM = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

    public OutputSize {
        if (Math.min(width, height) < MIN || Math.max(width, height) > MAX) {
            throw new IllegalArgumentException("an output is from " + MIN + "x" + MIN + " to " + MAX + "x" + MAX
                    + " pixels, not " + width + "x" + height);
        }
    }

    /** For picocli. */
    public static final class Converter implements ITypeConverter<OutputSize> {
        @Override
        public OutputSize convert(String text) {
            var matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException("'" + text + "' is not WIDTHxHEIGHT, for example 1280x800");
            }
            try {
                return new OutputSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
