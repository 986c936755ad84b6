package org.wayray.viewer.clipboard.wayland;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wayray.posix.Fd;
import org.wayray.viewer.clipboard.Selection;

/** What the two data control protocols have in common, which is all but the names. Confined to the connection's loop. */
interface DataControl {
    /** Hears of selections. */
    interface Listener {
        /** Somebody's data is in a selection now, also ours; null for nothing. */
        void selected(Selection selection, @Nullable Offer offer);
    }

    /** What somebody has in a selection. */
    interface Offer {
        /** Its formats. */
        List<String> mimeTypes();

        /**
         * Has it written to a pipe.
         *
         * @param writeEnd given away
         */
        void receive(String mimeType, Fd writeEnd);

        /** It is over. */
        void destroy();
    }

    /** Our data in a selection. */
    interface Source {
        /** Takes it back. */
        void destroy();
    }

    /** Gives our data. */
    interface Giver {
        /**
         * Somebody pastes.
         *
         * @param to where to; owned by the giver from then on
         */
        void send(String mimeType, Fd to);

        /** Something else is in the selection; {@link Source#destroy} is still to be called. */
        void cancelled();
    }

    /** Puts our data into a selection. */
    Source select(Selection selection, List<String> mimeTypes, Giver giver);
}
