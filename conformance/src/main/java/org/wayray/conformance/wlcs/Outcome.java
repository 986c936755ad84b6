package org.wayray.conformance.wlcs;

import java.util.Locale;

/**
 * What became of a test.
 *
 * @param test its full name
 * @param millis from its beginning to its end
 * @param note why it did not pass; one line, empty if it did
 */
record Outcome(String test, Status status, long millis, String note) {
    /** Ordered from good to bad. */
    enum Status {
        PASS,
        /** The suite left it out, for want of a global or on principle. */
        SKIP,
        FAIL,
        /** The suite or the server ended, hung or refused during the test, whatever the suite says of it. */
        BROKEN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Status of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
