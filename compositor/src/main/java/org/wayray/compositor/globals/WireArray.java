package org.wayray.compositor.globals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import org.wayray.wayland.wire.WireEnum;

/** Arrays of 32-bit numbers in the machine's byte order, as the wire carries lists of keys and states. */
public final class WireArray {
    private WireArray() {}

    public static byte[] of(Collection<Integer> numbers) {
        var bytes = ByteBuffer.allocate(numbers.size() * Integer.BYTES).order(ByteOrder.nativeOrder());
        numbers.forEach(bytes::putInt);
        return bytes.array();
    }

    public static byte[] ofEnums(Collection<? extends WireEnum> entries) {
        return of(entries.stream().map(WireEnum::value).toList());
    }
}
