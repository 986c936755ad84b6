package org.wayray.codec.video;

/** The bytes of one coded picture: NAL units, each after a start code of two or three zeros and a one. */
final class AccessUnit {
    private static final int SLICE = 1;
    private static final int START_SLICE = 5;
    private static final int REMARKS = 6;

    private AccessUnit() {}

    /**
     * Cuts out what an encoder says about itself (SEI) before the first slice: x264 tells its version and all of its options.
     *
     * @return how many bytes are left of {@code length}, from {@code from} on
     */
    static int withoutRemarks(byte[] bytes, int from, int length) {
        int end = from + length;
        int to = from;
        int start = from;
        while (start < end) {
            int header = afterStartCode(bytes, start, end);
            if (header == end || isSlice(bytes[header])) {
                break;
            }
            int next = nextStartCode(bytes, header, end);
            if ((bytes[header] & 0x1F) != REMARKS) {
                System.arraycopy(bytes, start, bytes, to, next - start);
                to += next - start;
            }
            start = next;
        }
        System.arraycopy(bytes, start, bytes, to, end - start);
        return to + end - start - from;
    }

    private static boolean isSlice(byte header) {
        int type = header & 0x1F;
        return type >= SLICE && type <= START_SLICE;
    }

    /** Where the NAL unit begins whose start code is at {@code at}; {@code end} if there is none. */
    private static int afterStartCode(byte[] bytes, int at, int end) {
        int i = at;
        while (i < end && bytes[i] == 0) {
            i++;
        }
        return Math.min(end, i + 1);
    }

    private static int nextStartCode(byte[] bytes, int from, int end) {
        for (int i = from; i + 2 < end; i++) {
            if (bytes[i] == 0
                    && bytes[i + 1] == 0
                    && (bytes[i + 2] == 1 || i + 3 < end && bytes[i + 2] == 0 && bytes[i + 3] == 1)) {
                return i;
            }
        }
        return end;
    }
}
