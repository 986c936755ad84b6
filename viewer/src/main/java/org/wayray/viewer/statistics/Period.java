package org.wayray.viewer.statistics;

import java.util.Locale;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.IntCountsHistogram;
import org.wayray.protocol.v1.Region.Coding;

/**
 * What frames cost in some span of time: how long their stages took, within one percent, and how their pixels were coded.
 * Some 100 kB; recording allocates nothing. Confined to the viewer's loop.
 */
final class Period {
    private static final long LARGEST_MICROS = 60_000_000;
    private static final int DIGITS = 2;

    /** By number on the wire; 0 is for those that are unknown here. */
    private static final int CODINGS = 16;

    private final AbstractHistogram[] stages = new AbstractHistogram[Stage.values().length];
    private final long[] regions = new long[CODINGS];
    private final long[] pixels = new long[CODINGS];
    private final long[] bytes = new long[CODINGS];
    private long frames;
    private long payloadBytes;

    Period() {
        for (int i = 0; i < stages.length; i++) {
            stages[i] = new IntCountsHistogram(LARGEST_MICROS, DIGITS);
        }
    }

    /** A stage of a frame took so long. Beyond a minute it is a minute. */
    void add(Stage stage, long micros) {
        stages[stage.ordinal()].recordValue(Math.clamp(micros, 0, LARGEST_MICROS));
    }

    /** A frame came. */
    void addFrame(int payload) {
        frames++;
        payloadBytes += payload;
    }

    /** A region of a frame came. */
    void addRegion(int coding, long area, int length) {
        int slot = coding < 0 || coding >= CODINGS ? 0 : coding;
        regions[slot]++;
        pixels[slot] += area;
        bytes[slot] += length;
    }

    /** Adds all that another period has. */
    void addAll(Period other) {
        for (int i = 0; i < stages.length; i++) {
            if (other.stages[i].getTotalCount() > 0) {
                stages[i].add(other.stages[i]);
            }
        }
        for (int i = 0; i < CODINGS; i++) {
            regions[i] += other.regions[i];
            pixels[i] += other.pixels[i];
            bytes[i] += other.bytes[i];
        }
        frames += other.frames;
        payloadBytes += other.payloadBytes;
    }

    /** Forgets everything. */
    void clear() {
        for (AbstractHistogram stage : stages) {
            if (stage.getTotalCount() > 0) {
                stage.reset();
            }
        }
        for (int i = 0; i < CODINGS; i++) {
            regions[i] = 0;
            pixels[i] = 0;
            bytes[i] = 0;
        }
        frames = 0;
        payloadBytes = 0;
    }

    /** The times of a stage, in microseconds; to be read only. */
    AbstractHistogram stage(Stage stage) {
        return stages[stage.ordinal()];
    }

    long frames() {
        return frames;
    }

    /** Coded pixels, in bytes. */
    long payloadBytes() {
        return payloadBytes;
    }

    /** Numbers of codings go from 0 to this, not included. */
    int codings() {
        return CODINGS;
    }

    long regions(int coding) {
        return regions[coding];
    }

    long pixels(int coding) {
        return pixels[coding];
    }

    long bytes(int coding) {
        return bytes[coding];
    }

    /** What a coding is called in files and on the screen. */
    static String codingName(int coding) {
        var known = Coding.forNumber(coding);
        return known == null || known == Coding.UNSPECIFIED
                ? "unknown"
                : known.name().toLowerCase(Locale.ROOT);
    }
}
