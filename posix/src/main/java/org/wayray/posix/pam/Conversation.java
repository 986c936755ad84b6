package org.wayray.posix.pam;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries what modules say to a {@link PamConversation}, and its answers back, in the memory that libpam expects. */
final class Conversation implements LibPam.Conversation {
    private static final int SUCCESS = 0;
    private static final int BUFFER_ERROR = 5;
    private static final int CONVERSATION_ERROR = 19;

    private static final int PROMPT_ECHO_OFF = 1;
    private static final int PROMPT_ECHO_ON = 2;
    private static final int ERROR_MESSAGE = 3;
    private static final int TEXT_INFO = 4;

    /** libpam's own bounds. */
    private static final int MOST_MESSAGES = 32;

    private static final int MOST_ANSWER = 511;

    private static final int MOST_TEXT = 4096;

    /** {@code struct pam_message { int msg_style; const char *msg; }}. */
    private static final long MESSAGE_TEXT = 8;

    private static final long MESSAGE_SIZE = 16;

    /** {@code struct pam_response { char *resp; int resp_retcode; }}. */
    private static final long RESPONSE_SIZE = 16;

    private static final Logger log = LoggerFactory.getLogger(Conversation.class);

    private final PamConversation person;

    Conversation(PamConversation person) {
        this.person = person;
    }

    @Override
    public int converse(int count, MemorySegment messages, MemorySegment responses, MemorySegment data) {
        try {
            return count < 1 || count > MOST_MESSAGES ? CONVERSATION_ERROR : converse(count, messages, responses);
        } catch (RuntimeException | Error e) {
            // nothing may leave an upcall: it would end the JVM
            log.error("a conversation with a login module failed", e);
            return CONVERSATION_ERROR;
        }
    }

    private int converse(int count, MemorySegment messages, MemorySegment responses) {
        var answers = LibPam.calloc(count, RESPONSE_SIZE);
        if (answers.address() == 0) {
            return BUFFER_ERROR;
        }
        answers = answers.reinterpret(count * RESPONSE_SIZE);
        int result = CONVERSATION_ERROR;
        try {
            result = fill(count, messages.reinterpret(count * ADDRESS.byteSize()), answers);
        } finally {
            if (result != SUCCESS) {
                release(count, answers);
            }
        }
        if (result == SUCCESS) {
            responses.reinterpret(ADDRESS.byteSize()).set(ADDRESS, 0, answers);
        }
        return result;
    }

    private int fill(int count, MemorySegment messages, MemorySegment answers) {
        for (int i = 0; i < count; i++) {
            var message = messages.getAtIndex(ADDRESS, i).reinterpret(MESSAGE_SIZE);
            int style = message.get(JAVA_INT, 0);
            var text = text(message.get(ADDRESS, MESSAGE_TEXT));
            switch (style) {
                case PROMPT_ECHO_OFF, PROMPT_ECHO_ON -> {
                    var answer = answer(text, style == PROMPT_ECHO_OFF);
                    if (answer == null) {
                        return CONVERSATION_ERROR;
                    }
                    answers.set(ADDRESS, i * RESPONSE_SIZE, answer);
                }
                case ERROR_MESSAGE -> person.error(text);
                case TEXT_INFO -> person.info(text);
                default -> {
                    return CONVERSATION_ERROR;
                }
            }
        }
        return SUCCESS;
    }

    /** The person's answer in memory that the module frees; null if there is none. */
    private @Nullable MemorySegment answer(String question, boolean hidden) {
        var given = person.ask(question, hidden);
        if (given.isEmpty()) {
            return null;
        }
        var bytes = given.get();
        try {
            if (bytes.length > MOST_ANSWER) {
                log.info("an answer of more than {} bytes was refused", MOST_ANSWER);
                return null;
            }
            var memory = LibPam.calloc(bytes.length + 1L, 1);
            if (memory.address() == 0) {
                return null;
            }
            MemorySegment.copy(bytes, 0, memory.reinterpret(bytes.length), JAVA_BYTE, 0, bytes.length);
            return memory;
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static void release(int count, MemorySegment answers) {
        for (int i = 0; i < count; i++) {
            var answer = answers.get(ADDRESS, i * RESPONSE_SIZE);
            if (answer.address() != 0) {
                overwrite(answer.reinterpret(MOST_ANSWER + 1L));
                LibPam.free(answer);
            }
        }
        LibPam.free(answers);
    }

    /** Up to its end, which may come before that of the segment. */
    private static void overwrite(MemorySegment text) {
        for (long i = 0; text.get(JAVA_BYTE, i) != 0; i++) {
            text.set(JAVA_BYTE, i, (byte) 0);
        }
    }

    private static String text(MemorySegment address) {
        if (address.address() == 0) {
            return "";
        }
        var memory = address.reinterpret(MOST_TEXT);
        int length = 0;
        while (length < MOST_TEXT && memory.get(JAVA_BYTE, length) != 0) {
            length++;
        }
        return new String(memory.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
    }
}
