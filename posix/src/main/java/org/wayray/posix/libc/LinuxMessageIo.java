package org.wayray.posix.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** sendmsg and recvmsg with the structures of 64-bit Linux. */
final class LinuxMessageIo implements MessageIo {
    private static final int MSG_CTRUNC = 0x8;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;

    /** Most descriptors that the kernel lets through in one message. */
    private static final int SCM_MAX_FD = 253;

    // struct msghdr
    private static final long MSGHDR = 56;
    private static final long MSG_IOV = 16;
    private static final long MSG_IOVLEN = 24;
    private static final long MSG_CONTROL = 32;
    private static final long MSG_CONTROLLEN = 40;
    private static final long MSG_FLAGS = 48;

    // struct iovec
    private static final long IOVEC = 16;
    private static final long IOV_BASE = 0;
    private static final long IOV_LEN = 8;

    // struct cmsghdr
    private static final long CMSG_LEN = 0;
    private static final long CMSG_LEVEL = 8;
    private static final long CMSG_TYPE = 12;
    private static final long CMSG_DATA = 16;
    private static final long CMSG_ALIGN = 8;

    /** Room for every descriptor that can come, so that none is lost for lack of room. */
    private static final long CONTROL_SIZE = CMSG_DATA + align((long) SCM_MAX_FD * Integer.BYTES);

    private final MemorySegment message = Arena.ofAuto().allocate(MSGHDR, Long.BYTES);
    private final MemorySegment vector = Arena.ofAuto().allocate(IOVEC, Long.BYTES);
    private final MemorySegment control = Arena.ofAuto().allocate(CONTROL_SIZE, Long.BYTES);
    private final int[] received = new int[SCM_MAX_FD];
    private int receivedCount;
    private boolean truncated;

    LinuxMessageIo() {
        message.set(ADDRESS, MSG_IOV, vector);
        message.set(JAVA_LONG, MSG_IOVLEN, 1);
    }

    private static long align(long length) {
        return (length + CMSG_ALIGN - 1) & -CMSG_ALIGN;
    }

    @Override
    public int send(int fd, long address, int length, int[] descriptors, int count) {
        vector.set(JAVA_LONG, IOV_BASE, address);
        vector.set(JAVA_LONG, IOV_LEN, length);
        if (count == 0) {
            message.set(ADDRESS, MSG_CONTROL, MemorySegment.NULL);
            message.set(JAVA_LONG, MSG_CONTROLLEN, 0);
        } else {
            long dataLength = (long) count * Integer.BYTES;
            control.set(JAVA_LONG, CMSG_LEN, CMSG_DATA + dataLength);
            control.set(JAVA_INT, CMSG_LEVEL, SOL_SOCKET);
            control.set(JAVA_INT, CMSG_TYPE, SCM_RIGHTS);
            MemorySegment.copy(descriptors, 0, control, JAVA_INT, CMSG_DATA, count);
            message.set(ADDRESS, MSG_CONTROL, control);
            message.set(JAVA_LONG, MSG_CONTROLLEN, CMSG_DATA + align(dataLength));
        }
        return Libc.sendmsg(fd, message, MSG_NOSIGNAL | MSG_DONTWAIT);
    }

    @Override
    public int receive(int fd, long address, int length) {
        vector.set(JAVA_LONG, IOV_BASE, address);
        vector.set(JAVA_LONG, IOV_LEN, length);
        message.set(ADDRESS, MSG_CONTROL, control);
        message.set(JAVA_LONG, MSG_CONTROLLEN, CONTROL_SIZE);
        message.set(JAVA_INT, MSG_FLAGS, 0);
        receivedCount = 0;
        truncated = false;
        int result = Libc.recvmsg(fd, message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
        if (result >= 0) {
            takeDescriptors();
            truncated = (message.get(JAVA_INT, MSG_FLAGS) & MSG_CTRUNC) != 0;
        }
        return result;
    }

    private void takeDescriptors() {
        long end = message.get(JAVA_LONG, MSG_CONTROLLEN);
        long at = 0;
        while (at + CMSG_DATA <= end) {
            long length = control.get(JAVA_LONG, at + CMSG_LEN);
            if (length < CMSG_DATA) {
                return;
            }
            if (control.get(JAVA_INT, at + CMSG_LEVEL) == SOL_SOCKET
                    && control.get(JAVA_INT, at + CMSG_TYPE) == SCM_RIGHTS) {
                int count = (int) ((Math.min(length, end - at) - CMSG_DATA) / Integer.BYTES);
                MemorySegment.copy(control, JAVA_INT, at + CMSG_DATA, received, receivedCount, count);
                receivedCount += count;
            }
            at += align(length);
        }
    }

    @Override
    public int received() {
        return receivedCount;
    }

    @Override
    public int received(int index) {
        return received[index];
    }

    @Override
    public boolean truncated() {
        return truncated;
    }
}
