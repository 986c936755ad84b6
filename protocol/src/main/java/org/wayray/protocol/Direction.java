package org.wayray.protocol;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/**
 * One of the two ways that messages go, with the table of what may travel on it: channel and payload limit of each kind of
 * message. Immutable.
 *
 * @param <M> the direction's top-level message
 */
public final class Direction<M extends MessageLite> {
    /** From the viewer to the session. */
    public static final Direction<ToSession> TO_SESSION =
            new Direction<>(ToSession.parser(), message -> rule(message.getBodyCase()));

    /** From the session to the viewer. */
    public static final Direction<ToViewer> TO_VIEWER =
            new Direction<>(ToViewer.parser(), message -> rule(message.getBodyCase()));

    private static final MessageRule CONTROL = new MessageRule(Channel.CONTROL, 0);
    private static final MessageRule INPUT = new MessageRule(Channel.INPUT, 0);
    private static final MessageRule KEYMAP = new MessageRule(Channel.INPUT, Limits.KEYMAP_PAYLOAD);
    private static final MessageRule DISPLAY = new MessageRule(Channel.DISPLAY, 0);
    private static final MessageRule FRAME = new MessageRule(Channel.DISPLAY, Limits.FRAME_PAYLOAD);
    private static final MessageRule CURSOR = new MessageRule(Channel.CURSOR, 0);
    private static final MessageRule CURSOR_IMAGE = new MessageRule(Channel.CURSOR, Limits.CURSOR_PAYLOAD);

    private static final MessageRule CLIPBOARD = new MessageRule(Channel.CLIPBOARD, 0);

    private final Parser<M> parser;
    private final Table<M> table;

    private Direction(Parser<M> parser, Table<M> table) {
        this.parser = parser;
        this.table = table;
    }

    /** The rule for a message that is allowed from viewer to session. */
    public static MessageRule rule(ToSession.BodyCase body) throws ProtocolViolation {
        return switch (body) {
            case HELLO, PING, GOODBYE, STATISTICS_WANTED, SCREENS_CHANGE -> CONTROL;
            case KEY,
                    KEYBOARD_FOCUS,
                    POINTER_MOTION,
                    POINTER_BUTTON,
                    POINTER_AXIS,
                    POINTER_LEAVE,
                    KEYBOARD_STATE,
                    RELATIVE_MOTION -> INPUT;
            case KEYMAP_CHANGE -> KEYMAP;
            case FRAME_ACK, REFRESH_REQUEST -> DISPLAY;
            case CLIPBOARD_OFFER, CLIPBOARD_REQUEST, CLIPBOARD_FAILURE -> CLIPBOARD;
            case BODY_NOT_SET -> throw unknown();
        };
    }

    /** The rule for a message that is allowed from session to viewer. */
    public static MessageRule rule(ToViewer.BodyCase body) throws ProtocolViolation {
        return switch (body) {
            case WELCOME, REFUSAL, PONG, GOODBYE, NOTICE -> CONTROL;
            case FRAME -> FRAME;
            case OUTPUT_CONFIG, OUTPUT_GONE -> DISPLAY;
            case CURSOR_IMAGE -> CURSOR_IMAGE;
            case CURSOR_HIDDEN, CURSOR_DEFAULT, POINTER_HOLD -> CURSOR;
            case CLIPBOARD_OFFER, CLIPBOARD_REQUEST, CLIPBOARD_FAILURE, CLIPBOARD_POLICY -> CLIPBOARD;
            case BODY_NOT_SET -> throw unknown();
        };
    }

    /**
     * The rule for a message.
     *
     * @throws ProtocolViolation if it is of no kind that this version knows
     */
    public MessageRule rule(M message) throws ProtocolViolation {
        return table.rule(message);
    }

    Parser<M> parser() {
        return parser;
    }

    private static ProtocolViolation unknown() {
        return new ProtocolViolation("a message of a kind that version " + Versions.NEWEST + " does not have");
    }

    private interface Table<M> {
        MessageRule rule(M message) throws ProtocolViolation;
    }
}
