package org.wayray.compositor.fuzz;

import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.wayray.posix.Fd;
import org.wayray.posix.PosixException;
import org.wayray.posix.SharedMemory;
import org.wayray.posix.UnixSocket;
import org.wayray.posix.libc.Libc;
import org.wayray.posix.libc.Os;
import org.wayray.wayland.wire.Argument;

/** Values for arguments: mostly such as could be meant by an argument of that name, sometimes such as nobody means. */
final class Values implements AutoCloseable {
    /** Bytes of the memory that pools are made of: a buffer of the largest size that is meant, some times. */
    static final int MEMORY = 256 * 1024;

    /** Side of a large buffer, in pixels. */
    static final int SIDE = 64;

    static final int ROW = SIDE * Integer.BYTES;

    private static final int[] BOUNDARIES = {
        Integer.MIN_VALUE,
        Integer.MIN_VALUE + 1,
        -65536,
        -32769,
        -1,
        0,
        1,
        255,
        32767,
        65536,
        1 << 24,
        Integer.MAX_VALUE
    };

    private final Random random;
    private final Experience experience;
    private final SharedMemory held;
    private final SharedMemory free;

    /** One number in so many is a boundary; 0 for none. */
    private final int wildness;

    Values(Random random, Experience experience, int wildness) throws PosixException {
        this.random = random;
        this.experience = experience;
        this.wildness = wildness;
        held = SharedMemory.create(MEMORY);
        free = SharedMemory.create(MEMORY, SharedMemory.Length.FREE);
        var bytes = held.bytes();
        while (bytes.hasRemaining()) {
            bytes.putInt(random.nextInt());
        }
    }

    /** A signed or unsigned integer. */
    int number(Argument argument) {
        if (wildness > 0 && random.nextInt(wildness) == 0) {
            return BOUNDARIES[random.nextInt(BOUNDARIES.length)];
        }
        String name = argument.name();
        return switch (name) {
            case "size" -> MEMORY;
            case "stride" -> ROW;
            case "offset" -> random.nextInt(4) * 4096;
            case "format" -> random.nextInt(2);
            case "scale", "buffer_scale" -> random.nextInt(1, 3);
            case "button" -> 0x110 + random.nextInt(4);
            case "key", "keycode" -> random.nextInt(1, 120);
            case "time", "timeout", "tv_sec_lo" -> random.nextInt(5000);
            case "constraint_adjustment" -> random.nextInt(64);
            case "dnd_actions" -> random.nextInt(8);
            case "preferred_action" -> random.nextInt(3);
            case "anchor", "gravity" -> random.nextInt(random.nextInt(6) == 0 ? 17 : 9);
            case "x", "y", "dx", "dy", "hotspot_x", "hotspot_y", "left", "top", "right", "bottom" -> coordinate();
            case "width", "height", "parent_width", "parent_height", "w", "h" -> length();
            default -> other(name);
        };
    }

    private int other(String name) {
        if (name.endsWith("_width") || name.endsWith("_height")) {
            return length();
        }
        return switch (random.nextInt(10)) {
            case 0, 1 -> experience.anyNumber(random);
            case 2 -> coordinate();
            case 3 -> random.nextInt(64);
            default -> random.nextInt(5);
        };
    }

    private int length() {
        return random.nextInt(20) == 0 ? random.nextInt(500) : random.nextInt(1, SIDE + 1);
    }

    private int coordinate() {
        return random.nextInt(3) == 0 ? 0 : random.nextInt(-20, 340);
    }

    /** A fixed-point number as it is on the wire. */
    int fixed() {
        if (wildness > 0 && random.nextInt(wildness) == 0) {
            return BOUNDARIES[random.nextInt(BOUNDARIES.length)];
        }
        return random.nextInt(3) == 0 ? random.nextInt(1 << 16) : coordinate() << 8;
    }

    @Nullable
    String string(boolean nullable) {
        if (nullable && random.nextInt(4) == 0) {
            return null;
        }
        if (random.nextInt(100) == 0) {
            return "x".repeat(1500);
        }
        return experience.anyString(random);
    }

    byte[] array() {
        byte[] bytes = new byte[random.nextInt(8) == 0 ? random.nextInt(600) : 4 * random.nextInt(5)];
        for (int i = 0; i < bytes.length; i += 4) {
            bytes[i] = (byte) random.nextInt(5);
        }
        return bytes;
    }

    /** A descriptor: of memory most of the time, of memory that is too short, of a pipe, a socket, or of nothing of use. */
    Fd descriptor() throws PosixException {
        return switch (random.nextInt(20)) {
            case 0 -> newMemory(random.nextInt(1, 9000), true);
            case 1 -> cutMemory();
            case 2 -> adopt(Os.current().openNull());
            case 3 -> endOfPipe(0);
            case 4 -> endOfPipe(1);
            case 5 -> endOfSocket();
            case 6, 7, 8, 9, 10 -> free.duplicate();
            default -> held.duplicate();
        };
    }

    /** A descriptor of memory of {@link #MEMORY} bytes. */
    Fd memory() throws PosixException {
        return random.nextInt(3) == 0 ? free.duplicate() : held.duplicate();
    }

    /** Memory of exactly that size. */
    Fd newMemory(int size, boolean held) throws PosixException {
        try (var made = SharedMemory.create(size, held ? SharedMemory.Length.HELD : SharedMemory.Length.FREE)) {
            return made.duplicate();
        }
    }

    private static Fd cutMemory() throws PosixException {
        Fd fd = adopt(Os.current().newShrinkableMemory("cut", MEMORY));
        Libc.ftruncate(fd.raw(), 4096);
        return fd;
    }

    private static Fd endOfPipe(int end) throws PosixException {
        int[] two = new int[2];
        PosixException.check(Os.current().pipe(two), "pipe", "a pipe");
        adopt(two[1 - end]).close();
        return adopt(two[end]);
    }

    private static Fd endOfSocket() throws PosixException {
        try (var pair = UnixSocket.pair()) {
            return pair.left().fd().duplicate();
        }
    }

    private static Fd adopt(int number) throws PosixException {
        return Fd.adopt(PosixException.check(number, "open", "a descriptor"));
    }

    @Override
    public void close() {
        held.close();
        free.close();
    }
}
