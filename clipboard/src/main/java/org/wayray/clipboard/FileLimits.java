package org.wayray.clipboard;

import java.io.IOException;

/**
 * How much copied files may be in all.
 *
 * @param files files and folders
 * @param bytes of contents
 * @param depth folders within folders
 */
public record FileLimits(int files, long bytes, int depth) {
    private static final int MOST_FILES = 20_000;
    private static final int MOST_DEPTH = 64;

    /** As many files as is sensible, with so many bytes. */
    public static FileLimits ofBytes(long bytes) {
        return new FileLimits(MOST_FILES, bytes, MOST_DEPTH);
    }

    /** The files are beyond a limit; the message says which. */
    public static final class Exceeded extends IOException {
        private static final long serialVersionUID = 1;

        Exceeded(String message) {
            super(message);
        }
    }

    /** Counts files against limits. Confined to one thread. */
    final class Count {
        private int files;
        private long bytes;

        void addFile(int atDepth) throws Exceeded {
            if (++files > files()) {
                throw new Exceeded("more than " + files() + " files and folders");
            }
            if (atDepth > depth()) {
                throw new Exceeded("folders more than " + depth() + " deep");
            }
        }

        void addBytes(long more) throws Exceeded {
            if (more > bytes() - bytes) {
                throw new Exceeded("more than " + bytes() + " bytes in files");
            }
            bytes += more;
        }
    }
}
