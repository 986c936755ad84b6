package org.wayray.benchmarks.bench;

/** What people read while something runs: lines on standard error. */
final class Progress {
    private Progress() {}

    static void say(String line) {
        System.err.println("  " + line);
    }
}
