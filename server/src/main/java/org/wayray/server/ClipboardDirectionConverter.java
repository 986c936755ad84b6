package org.wayray.server;

import java.util.Locale;
import org.wayray.compositor.clipboard.ClipboardOptions.Direction;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads where data may go by the clipboard: the names in lower case, with hyphens. */
final class ClipboardDirectionConverter implements ITypeConverter<Direction> {
    @Override
    public Direction convert(String text) {
        for (Direction direction : Direction.values()) {
            if (direction.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text)) {
                return direction;
            }
        }
        throw new TypeConversionException("'" + text + "' is not both, to-viewer, to-session or off");
    }
}
