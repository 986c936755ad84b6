package org.wayray.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Bytes that an encoder appends to. Grows as needed and keeps its memory when cleared, so that a buffer used again and
 * again stops allocating. Confined to its owner; handed from thread to thread only as a whole.
 */
public final class PayloadBuffer {
    private byte[] bytes;
    private int size;

    /** An empty one with room for {@code capacity} bytes. */
    public PayloadBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    /** The array that holds the bytes; those from {@link #size()} on mean nothing. Valid until the next append. */
    public byte[] bytes() {
        return bytes;
    }

    /** Bytes appended so far. */
    public int size() {
        return size;
    }

    /** Forgets the bytes, keeps the memory. */
    public void clear() {
        size = 0;
    }

    /** Forgets the bytes from {@code newSize} on. */
    public void truncate(int newSize) {
        if (newSize < 0 || newSize > size) {
            throw new IllegalArgumentException("cannot cut " + size + " bytes to " + newSize);
        }
        size = newSize;
    }

    /** Appends one byte, the low eight bits. */
    public void append(int value) {
        ensureRoom(1);
        bytes[size++] = (byte) value;
    }

    /** Appends a copy of what another holds. */
    public void append(PayloadBuffer other) {
        ensureRoom(other.size);
        System.arraycopy(other.bytes, 0, bytes, size, other.size);
        size += other.size;
    }

    /** The bytes as a buffer over the same memory: valid until the next append or clear. */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(bytes, 0, size);
    }

    /** Makes room for that many more bytes, which the caller then writes to {@link #bytes()} and declares. */
    public void ensureRoom(int more) {
        int needed = Math.addExact(size, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(Integer.MAX_VALUE - 8L, bytes.length * 2L)));
        }
    }

    /** Counts bytes in that the caller has written after {@link #ensureRoom}. */
    public void declare(int written) {
        size += written;
    }

    /** Appends red, green and blue. */
    void appendColour(int rgb) {
        ensureRoom(3);
        bytes[size] = (byte) (rgb >> 16);
        bytes[size + 1] = (byte) (rgb >> 8);
        bytes[size + 2] = (byte) rgb;
        size += 3;
    }
}
