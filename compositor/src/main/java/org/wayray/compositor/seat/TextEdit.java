package org.wayray.compositor.seat;

import java.nio.charset.StandardCharsets;

/**
 * What an input method does to a text field: deletes, inserts, and shows what is being composed. Immutable.
 *
 * @param preedit text that is being composed, may be empty
 * @param cursorBegin bytes of UTF-8 before the cursor in it, -1 for hidden
 * @param cursorEnd bytes of UTF-8 before the end of the cursor, -1 for hidden
 * @param commit text to insert, may be empty
 * @param deleteBefore bytes to delete before the cursor
 * @param deleteAfter bytes to delete behind the cursor
 */
public record TextEdit(
        String preedit, int cursorBegin, int cursorEnd, String commit, int deleteBefore, int deleteAfter) {

    /** Nothing is composed, nothing changes. */
    public static final TextEdit NOTHING = new TextEdit("", 0, 0, "", 0, 0);

    /** Hides the cursor where it is none of the composed text. */
    public TextEdit {
        byte[] bytes = preedit.getBytes(StandardCharsets.UTF_8);
        if (!isBetweenCharacters(bytes, cursorBegin) || !isBetweenCharacters(bytes, cursorEnd)) {
            cursorBegin = -1;
            cursorEnd = -1;
        }
    }

    public TextEdit withPreedit(String text, int begin, int end) {
        return new TextEdit(text, begin, end, commit, deleteBefore, deleteAfter);
    }

    public TextEdit withCommit(String text) {
        return new TextEdit(preedit, cursorBegin, cursorEnd, text, deleteBefore, deleteAfter);
    }

    public TextEdit withDeletion(int before, int after) {
        return new TextEdit(preedit, cursorBegin, cursorEnd, commit, before, after);
    }

    private static boolean isBetweenCharacters(byte[] text, int index) {
        return index >= 0 && index <= text.length && (index == text.length || (text[index] & 0xc0) != 0x80);
    }
}
