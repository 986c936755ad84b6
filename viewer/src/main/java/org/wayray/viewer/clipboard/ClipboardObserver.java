package org.wayray.viewer.clipboard;

import java.util.List;

/** Shows the person what the clipboard does. Called on the clipboard's loop; must not block. */
public interface ClipboardObserver {
    /** Shows nobody anything. */
    ClipboardObserver NOBODY = new ClipboardObserver() {
        @Override
        public void transferring(List<ClipboardProgress> transfers) {}

        @Override
        public void failed(String sentence) {}
    };

    /** These transfers take longer than one likes to wait without a word; an empty list when that is over. */
    void transferring(List<ClipboardProgress> transfers);

    /** Something that the person wanted did not happen: a sentence. */
    void failed(String sentence);
}
