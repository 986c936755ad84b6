package org.wayray.viewer.clipboard;

import java.util.List;

/** What was copied in the session: read through the connection that it was offered in. Confined to the clipboard's loop. */
final class SessionContent implements Content {
    private final SessionClipboard session;
    private final Selection selection;
    private final int serial;
    private final List<String> mimeTypes;

    SessionContent(SessionClipboard session, Selection selection, int serial, List<String> mimeTypes) {
        this.session = session;
        this.selection = selection;
        this.serial = serial;
        this.mimeTypes = List.copyOf(mimeTypes);
    }

    Selection selection() {
        return selection;
    }

    int serial() {
        return serial;
    }

    @Override
    public List<String> mimeTypes() {
        return mimeTypes;
    }

    @Override
    public Reading read(String mimeType, ByteSink sink) {
        return session.read(this, mimeType, sink);
    }
}
