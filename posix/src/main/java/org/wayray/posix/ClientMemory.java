package org.wayray.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.wayray.posix.ClientMemoryException.Reason;
import org.wayray.posix.libc.Errno;
import org.wayray.posix.libc.FileStatus;
import org.wayray.posix.libc.Libc;
import org.wayray.posix.libc.NativeBuffer;
import org.wayray.posix.libc.Os;

/**
 * Memory that a Wayland client shares with us (wl_shm.create_pool), read and written so that no client can harm this process.
 *
 * <p>A mapped file that gets shorter brings the JVM down when the lost part is touched. So only memory that the kernel
 * keeps from getting shorter is mapped: a memfd whose F_SEAL_SHRINK the client has set, or lets us set. Any other file is
 * never mapped; each read copies what it needs with pread, which reports what is missing instead. A file that is shorter than its
 * client says is such a file too: whether it was cut a moment before or after we looked makes no difference.
 *
 * <p>Writes always go through pwrite, also to files in a local file system: wf-recorder keeps its buffers in /tmp. Reads and
 * writes never wait for anybody: files that could make us wait (a FIFO, FUSE, a network) are refused by their type. Reads
 * allocate nothing. What the client writes meanwhile may be seen in part, as with any shared memory.
 *
 * <p>Confined to one thread at a time.
 */
public final class ClientMemory implements AutoCloseable {
    /**
     * The largest pool taken by {@link #open(Fd, long)}: room for eight 8K buffers. A mapping costs us address space
     * only; the limit keeps one client from taking all of that.
     */
    public static final long DEFAULT_LIMIT = 1L << 30;

    /** Bytes between two rows that are cheaper to read along than to save by a call for each row. */
    private static final int WORTH_READING_ALONG = 4096;

    private static final Os OS = Os.current();

    private final Fd fd;
    private final long limit;
    private long size;

    /** The whole pool, or NULL while it is not mapped. Never handed out: it has no protection against use after close. */
    private MemorySegment mapping = MemorySegment.NULL;

    private ClientMemory(Fd fd, long limit) {
        this.fd = fd;
        this.limit = limit;
    }

    /**
     * Takes a client's memory, at most {@link #DEFAULT_LIMIT} bytes.
     *
     * @param fd owned by this from now on, also when it fails
     * @param size what the client says; positive, to be checked by the caller
     */
    public static ClientMemory open(Fd fd, long size) throws ClientMemoryException {
        return open(fd, size, DEFAULT_LIMIT);
    }

    /**
     * As {@link #open(Fd, long)}.
     *
     * @param limit most bytes that it may have, now and after {@link #resize}
     */
    public static ClientMemory open(Fd fd, long size, long limit) throws ClientMemoryException {
        var memory = new ClientMemory(fd, limit);
        try {
            memory.resize(size);
            return memory;
        } catch (ClientMemoryException | RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    /**
     * Follows the client, who made the memory larger (wl_shm_pool.resize). When this fails, it stays as it was.
     *
     * @param newSize what the client says; positive, to be checked by the caller
     */
    public void resize(long newSize) throws ClientMemoryException {
        if (newSize <= 0) {
            throw new IllegalArgumentException("size " + newSize);
        }
        if (newSize > limit) {
            throw new ClientMemoryException(
                    Reason.TOO_LARGE, "shared memory of " + newSize + " bytes: at most " + limit + " are taken");
        }
        var status = new FileStatus();
        check(OS.status(fd.raw(), status), "fstat");
        if (status.kind != FileStatus.Kind.MEMORY && status.kind != FileStatus.Kind.LOCAL_FILE) {
            throw new ClientMemoryException(
                    Reason.NOT_MEMORY, "shared memory must be a memfd or a file in a local file system");
        }
        // Hold first, then look: the other way round the client could cut it in between.
        boolean held = status.kind == FileStatus.Kind.MEMORY && OS.holdLength(fd.raw()) == 1;
        check(OS.status(fd.raw(), status), "fstat");
        var larger = MemorySegment.NULL;
        if (held && status.size >= newSize) {
            long address = OS.mapForReading(fd.raw(), newSize);
            if (address < 0) {
                throw new ClientMemoryException(new PosixException("mmap", (int) -address, "shared memory"));
            }
            larger = MemorySegment.ofAddress(address).reinterpret(newSize);
        } else {
            // Says now, not in the middle of a frame, that it was not opened for reading.
            check((int) Libc.pread(fd.raw(), NativeBuffer.segment(), 1, 0), "pread");
        }
        unmap();
        mapping = larger;
        size = newSize;
    }

    private static void check(int result, String call) throws ClientMemoryException {
        if (result < 0) {
            throw new ClientMemoryException(new PosixException(call, -result, "shared memory"));
        }
    }

    /** Length in bytes, as the client says. */
    public long size() {
        return size;
    }

    /** Whether it is mapped, because its length is held. */
    public boolean isMapped() {
        return mapping.byteSize() > 0;
    }

    /**
     * Copies rows of 32-bit pixels, in the machine's byte order.
     *
     * @param offset of the first pixel, in bytes
     * @param strideBytes from one row to the next, at least {@code 4 * width}
     * @param width pixels in each row
     * @param height rows
     * @param dst gets the pixels
     * @param dstOffset index of the first pixel in {@code dst}
     * @param dstStride from one row to the next in {@code dst}, at least {@code width}
     * @throws IndexOutOfBoundsException when the rows are not within {@link #size()} or {@code dst}: to be checked by the
     *     caller, who knows what the client did wrong
     * @throws ClientMemoryException {@link Reason#CUT} when the client has cut the file; {@code dst} has part of the rows
     */
    public void read(long offset, int strideBytes, int width, int height, int[] dst, int dstOffset, int dstStride)
            throws ClientMemoryException {
        requireOpen();
        if (width <= 0 || height <= 0) {
            return;
        }
        long rowBytes = (long) width * Integer.BYTES;
        if (strideBytes < rowBytes || dstStride < width) {
            throw new IndexOutOfBoundsException("rows of " + width + " pixels overlap");
        }
        Objects.checkFromIndexSize(offset, (height - 1L) * strideBytes + rowBytes, size);
        Objects.checkFromIndexSize(dstOffset, (height - 1L) * dstStride + width, dst.length);
        if (isMapped()) {
            copyRows(mapping, offset, strideBytes, width, height, dst, dstOffset, dstStride);
        } else if (rowBytes > NativeBuffer.SIZE) {
            for (int row = 0; row < height; row++) {
                readLongRow(offset + (long) row * strideBytes, width, dst, dstOffset + row * dstStride);
            }
        } else {
            readRows(offset, strideBytes, width, height, dst, dstOffset, dstStride);
        }
    }

    private static void copyRows(
            MemorySegment from,
            long offset,
            int strideBytes,
            int width,
            int height,
            int[] dst,
            int dstOffset,
            int dstStride) {
        for (int row = 0; row < height; row++) {
            MemorySegment.copy(
                    from,
                    JAVA_INT_UNALIGNED,
                    offset + (long) row * strideBytes,
                    dst,
                    dstOffset + row * dstStride,
                    width);
        }
    }

    /** As many rows with each call as the buffer has room for. */
    private void readRows(long offset, int strideBytes, int width, int height, int[] dst, int dstOffset, int dstStride)
            throws ClientMemoryException {
        var buffer = NativeBuffer.segment();
        int rowBytes = width * Integer.BYTES;
        int rowsAtOnce =
                strideBytes - rowBytes > WORTH_READING_ALONG ? 1 : 1 + (NativeBuffer.SIZE - rowBytes) / strideBytes;
        for (int row = 0; row < height; row += rowsAtOnce) {
            int rows = Math.min(rowsAtOnce, height - row);
            readFully(buffer, offset + (long) row * strideBytes, (rows - 1) * strideBytes + rowBytes);
            copyRows(buffer, 0, strideBytes, width, rows, dst, dstOffset + row * dstStride, dstStride);
        }
    }

    private void readLongRow(long offset, int width, int[] dst, int dstOffset) throws ClientMemoryException {
        var buffer = NativeBuffer.segment();
        int most = NativeBuffer.SIZE / Integer.BYTES;
        for (int done = 0; done < width; done += most) {
            int pixels = Math.min(most, width - done);
            readFully(buffer, offset + (long) done * Integer.BYTES, pixels * Integer.BYTES);
            MemorySegment.copy(buffer, JAVA_INT_UNALIGNED, 0, dst, dstOffset + done, pixels);
        }
    }

    /**
     * Copies bytes.
     *
     * @throws IndexOutOfBoundsException when they are not within {@link #size()} or {@code dst}
     * @throws ClientMemoryException {@link Reason#CUT} when the client has cut the file
     */
    public void read(long offset, byte[] dst, int dstOffset, int length) throws ClientMemoryException {
        requireOpen();
        Objects.checkFromIndexSize(offset, length, size);
        Objects.checkFromIndexSize(dstOffset, length, dst.length);
        if (isMapped()) {
            MemorySegment.copy(mapping, JAVA_BYTE, offset, dst, dstOffset, length);
            return;
        }
        var buffer = NativeBuffer.segment();
        for (int done = 0; done < length; done += NativeBuffer.SIZE) {
            int bytes = Math.min(NativeBuffer.SIZE, length - done);
            readFully(buffer, offset + done, bytes);
            MemorySegment.copy(buffer, JAVA_BYTE, 0, dst, dstOffset + done, bytes);
        }
    }

    /**
     * Writes rows of 32-bit pixels, in the machine's byte order.
     *
     * @param offset of the first pixel, in bytes
     * @param strideBytes from one row to the next, at least {@code 4 * width}; what lies between rows is left alone
     * @param width pixels in each row
     * @param height rows
     * @param src has the pixels
     * @param srcOffset index of the first pixel in {@code src}
     * @param srcStride from one row to the next in {@code src}, at least {@code width}
     * @throws IndexOutOfBoundsException when the rows are not within {@link #size()} or {@code src}
     * @throws ClientMemoryException {@link Reason#NOT_WRITABLE}, or {@link Reason#CUT} when the client has cut the file; a part
     *     may have been written
     */
    public void write(long offset, int strideBytes, int width, int height, int[] src, int srcOffset, int srcStride)
            throws ClientMemoryException {
        requireOpen();
        if (width <= 0 || height <= 0) {
            return;
        }
        long rowBytes = (long) width * Integer.BYTES;
        if (strideBytes < rowBytes || srcStride < width) {
            throw new IndexOutOfBoundsException("rows of " + width + " pixels overlap");
        }
        Objects.checkFromIndexSize(offset, (height - 1L) * strideBytes + rowBytes, size);
        Objects.checkFromIndexSize(srcOffset, (height - 1L) * srcStride + width, src.length);
        requireWritable();
        int rowsAtOnce = strideBytes == rowBytes ? (int) Math.max(1, NativeBuffer.SIZE / rowBytes) : 1;
        for (int row = 0; row < height; row += rowsAtOnce) {
            writeRows(
                    offset + (long) row * strideBytes,
                    width,
                    Math.min(rowsAtOnce, height - row),
                    src,
                    srcOffset + row * srcStride,
                    srcStride);
        }
    }

    /** Writes rows that follow each other without a gap: several short ones, or one of any length. */
    private void writeRows(long offset, int width, int rows, int[] src, int srcOffset, int srcStride)
            throws ClientMemoryException {
        var buffer = NativeBuffer.segment();
        int most = NativeBuffer.SIZE / Integer.BYTES;
        if (width > most) {
            for (int done = 0; done < width; done += most) {
                int pixels = Math.min(most, width - done);
                MemorySegment.copy(src, srcOffset + done, buffer, JAVA_INT_UNALIGNED, 0, pixels);
                writeFully(buffer, offset + (long) done * Integer.BYTES, pixels * Integer.BYTES);
            }
            return;
        }
        for (int row = 0; row < rows; row++) {
            MemorySegment.copy(
                    src,
                    srcOffset + row * srcStride,
                    buffer,
                    JAVA_INT_UNALIGNED,
                    (long) row * width * Integer.BYTES,
                    width);
        }
        writeFully(buffer, offset, rows * width * Integer.BYTES);
    }

    /** A file that was cut would grow again when written beyond its end, at our cost. */
    private void requireWritable() throws ClientMemoryException {
        if (!isMapped()) {
            var status = new FileStatus();
            check(OS.status(fd.raw(), status), "fstat");
            if (status.size < size) {
                throw new ClientMemoryException(
                        Reason.CUT, "shared memory of " + size + " bytes was cut by the client to " + status.size);
            }
        }
    }

    private void writeFully(MemorySegment buffer, long offset, int length) throws ClientMemoryException {
        int done = 0;
        while (done < length) {
            var from = done == 0 ? buffer : buffer.asSlice(done);
            long result = Libc.pwrite(fd.raw(), from, length - done, offset + done);
            if (result == -Errno.EINTR) {
                continue;
            }
            if (result < 0) {
                var failure = new PosixException("pwrite", (int) -result, "shared memory");
                throw failure.is("EBADF") || failure.is("EPERM")
                        ? new ClientMemoryException(Reason.NOT_WRITABLE, String.valueOf(failure.getMessage()))
                        : new ClientMemoryException(failure);
            }
            done += (int) result;
        }
    }

    private void readFully(MemorySegment buffer, long offset, int length) throws ClientMemoryException {
        int done = 0;
        while (done < length) {
            var into = done == 0 ? buffer : buffer.asSlice(done);
            long result = Libc.pread(fd.raw(), into, length - done, offset + done);
            if (result == -Errno.EINTR) {
                continue;
            }
            if (result == 0) {
                throw new ClientMemoryException(
                        Reason.CUT,
                        "shared memory of " + size + " bytes is shorter than its client said: nothing at "
                                + (offset + done));
            }
            check((int) result, "pread");
            done += (int) result;
        }
    }

    private void requireOpen() {
        if (!fd.isOpen()) {
            throw new IllegalStateException("the client's memory is closed");
        }
    }

    private void unmap() {
        if (isMapped()) {
            Libc.munmap(mapping);
            mapping = MemorySegment.NULL;
        }
    }

    /** Unmaps it and closes the descriptor; idempotent. */
    @Override
    public void close() {
        unmap();
        fd.close();
    }
}
