package org.wayray.posix.xcb;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * What an X server tells, as far as selections need it. Windows, atoms and times are numbers of the X server's; a time is in
 * milliseconds and goes around. Immutable.
 */
public sealed interface XcbEvent {
    /** An event's size in the protocol. */
    int SIZE = 32;

    /** Somebody wants our selection's content as {@code target} in that property; 0 for one of our choice. */
    record SelectionRequest(int time, int owner, int requestor, int selection, int target, int property)
            implements XcbEvent {}

    /** The content that we have asked for is in that property; 0 when it cannot be had. Sent by its owner, so believe nothing. */
    record SelectionNotify(int time, int requestor, int selection, int target, int property) implements XcbEvent {}

    /** Somebody else owns the selection now. */
    record SelectionClear(int time, int owner, int selection) implements XcbEvent {}

    /** A property of a window was set, or deleted. */
    record PropertyNotify(int window, int atom, int time, boolean deleted) implements XcbEvent {}

    /** That window is gone. */
    record DestroyNotify(int window) implements XcbEvent {}

    /**
     * A selection has another owner; 0 for none.
     *
     * @param selectionTime since when, for a conversion of this very content
     */
    record SelectionOwnerChanged(int owner, int selection, int selectionTime) implements XcbEvent {}

    /** A request has failed: most often one about a window that is gone. */
    record Failure(int code, int resource, int request) implements XcbEvent {}

    /** Any other. */
    record Other(int type) implements XcbEvent {}

    /**
     * Reads an event. One that another client has made up (SendEvent) counts only where that is the way of the protocol, which
     * is {@link SelectionNotify}.
     *
     * @param event {@link #SIZE} bytes
     * @param firstXfixesEvent the number of the extension's first event
     */
    static XcbEvent of(MemorySegment event, int firstXfixesEvent) {
        int response = event.get(JAVA_BYTE, 0) & 0xFF;
        int type = response & 0x7F;
        boolean forged = response != type;
        if (type == 31) {
            return new SelectionNotify(at(event, 4), at(event, 8), at(event, 12), at(event, 16), at(event, 20));
        }
        if (forged) {
            return new Other(type);
        }
        if (type == firstXfixesEvent) {
            return new SelectionOwnerChanged(at(event, 8), at(event, 12), at(event, 20));
        }
        return switch (type) {
            case 0 -> new Failure(event.get(JAVA_BYTE, 1) & 0xFF, at(event, 4), event.get(JAVA_BYTE, 10) & 0xFF);
            case 17 -> new DestroyNotify(at(event, 8));
            case 28 -> new PropertyNotify(at(event, 4), at(event, 8), at(event, 12), event.get(JAVA_BYTE, 16) == 1);
            case 29 -> new SelectionClear(at(event, 4), at(event, 8), at(event, 12));
            case 30 ->
                new SelectionRequest(
                        at(event, 4), at(event, 8), at(event, 12), at(event, 16), at(event, 20), at(event, 24));
            default -> new Other(type);
        };
    }

    private static int at(MemorySegment event, int offset) {
        return event.get(JAVA_INT, offset);
    }
}
