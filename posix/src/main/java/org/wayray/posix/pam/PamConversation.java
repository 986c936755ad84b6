package org.wayray.posix.pam;

import java.util.Optional;

/**
 * The person in front, as libpam's modules talk to them. Called by the thread that is in a method of {@link PamTransaction}, which
 * waits meanwhile.
 */
public interface PamConversation {
    /**
     * Asks for something.
     *
     * @param question as the module put it, such as {@code Password: }
     * @param hidden whether the answer must not be seen: a password
     * @return the answer in UTF-8, without zero bytes, which the caller overwrites afterwards; empty if the person gave up
     */
    Optional<byte[]> ask(String question, boolean hidden);

    /** Tells something good to know. */
    void info(String text);

    /** Tells what went wrong. */
    void error(String text);
}
