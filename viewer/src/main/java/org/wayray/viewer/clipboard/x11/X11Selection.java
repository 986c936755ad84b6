package org.wayray.viewer.clipboard.x11;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wayray.posix.event.Timer;
import org.wayray.posix.xcb.XcbConnection;
import org.wayray.viewer.clipboard.ByteSink;
import org.wayray.viewer.clipboard.Content;
import org.wayray.viewer.clipboard.ReadFailure;
import org.wayray.viewer.clipboard.Reading;
import org.wayray.viewer.clipboard.RecodingSink;
import org.wayray.viewer.clipboard.Selection;

/**
 * One selection of the X server: who has it, we or a foreign program, and what is in it. Of foreign content only the formats are
 * asked for. Confined to the loop.
 */
final class X11Selection {
    /** A program may take a selection as often as it likes; we look at it no more often than that. */
    private static final Duration GLANCE = Duration.ofMillis(100);

    private final X11Clipboard clipboard;
    private final Selection selection;
    private final int atom;

    /** What we want to own, until the server's time is known. */
    private @Nullable Content wanted;

    private @Nullable Content owned;
    private int ownedSince;

    private int owner;
    private int ownerSince;
    private @Nullable Content foreign;
    private @Nullable Reading targets;
    private @Nullable Timer glance;
    private long lookedNanos;

    X11Selection(X11Clipboard clipboard, Selection selection, int atom) {
        this.clipboard = clipboard;
        this.selection = selection;
        this.atom = atom;
        lookedNanos = clipboard.loop().nowNanos() - GLANCE.toNanos();
    }

    int atom() {
        return atom;
    }

    // ---- ours

    /** What programs of the desk paste; null if that is not ours to say. */
    @Nullable
    Content owned() {
        return owned;
    }

    /** Since when, on the X server's clock. */
    int ownedSince() {
        return ownedSince;
    }

    /** Has this pasted from the moment on at which the X server's time is known. */
    void offer(@Nullable Content content) {
        wanted = content;
        if (content != null) {
            clipboard.askTime();
        } else if (owned != null) {
            owned = null;
            clipboard.x().setSelectionOwner(XcbConnection.NONE, atom, ownedSince);
        }
    }

    /** The X server's time. */
    void timeKnown(int time) {
        var content = wanted;
        if (content != null) {
            wanted = null;
            clipboard.x().setSelectionOwner(clipboard.window(), atom, time);
            owned = content;
            ownedSince = time;
        }
    }

    /** Another program has the selection. */
    void cleared() {
        owned = null;
    }

    // ---- theirs

    /** The selection has another owner, or the old one has something else. */
    void ownerChanged(int newOwner, int since) {
        if (newOwner == clipboard.window()) {
            forget();
            return;
        }
        owned = null;
        owner = newOwner;
        ownerSince = since;
        if (newOwner == XcbConnection.NONE) {
            forget();
            clipboard.copied(selection, null);
        } else if (glance == null) {
            long left = lookedNanos + GLANCE.toNanos() - clipboard.loop().nowNanos();
            glance = clipboard.loop().schedule(Duration.ofNanos(left), this::look);
        }
    }

    private void forget() {
        owner = XcbConnection.NONE;
        foreign = null;
        if (glance != null) {
            glance.cancel();
            glance = null;
        }
        if (targets != null) {
            targets.cancel();
            targets = null;
        }
    }

    private void look() {
        int looksAt = owner;
        int since = ownerSince;
        forget();
        owner = looksAt;
        lookedNanos = clipboard.loop().nowNanos();
        var request = new IncomingConversion.Request(atom, clipboard.atoms().targets(), since);
        targets = clipboard.convert(request, owner, new TargetList(since));
    }

    private void targetsKnown(List<Integer> atoms, int since) {
        targets = null;
        var names = clipboard.x().atomNames(atoms);
        var content = new Foreign(owner, since, names, X11Targets.mimeTypes(names));
        foreign = content;
        clipboard.copied(selection, content);
    }

    /** The owner's answer to the question for its formats. */
    private final class TargetList implements ByteSink {
        private static final int LARGEST = 512 * Integer.BYTES;

        private final ByteBuffer list = ByteBuffer.allocate(LARGEST).order(ByteOrder.nativeOrder());
        private final int since;

        TargetList(int since) {
            this.since = since;
        }

        @Override
        public boolean take(ByteBuffer bytes) {
            int fits = Math.min(bytes.remaining(), list.remaining());
            list.put(bytes.slice(bytes.position(), fits));
            return true;
        }

        @Override
        public void finish() {
            list.flip();
            var atoms = new ArrayList<Integer>();
            while (list.remaining() >= Integer.BYTES) {
                atoms.add(list.getInt());
            }
            targetsKnown(atoms, since);
        }

        @Override
        public void fail(ReadFailure failure) {
            targets = null;
            clipboard.copied(selection, null);
        }
    }

    /** What another program has copied. */
    private final class Foreign implements Content {
        private final int from;
        private final int since;
        private final List<String> names;
        private final List<String> mimeTypes;

        Foreign(int from, int since, List<String> names, List<String> mimeTypes) {
            this.from = from;
            this.since = since;
            this.names = names;
            this.mimeTypes = mimeTypes;
        }

        @Override
        public List<String> mimeTypes() {
            return mimeTypes;
        }

        @Override
        public Reading read(String mimeType, ByteSink sink) {
            var target = X11Targets.targetOf(mimeType, names);
            if (foreign != this || target.isEmpty()) {
                var failure = foreign == this
                        ? new ReadFailure(ReadFailure.Kind.UNKNOWN_TYPE, "it is not there as " + mimeType)
                        : new ReadFailure(ReadFailure.Kind.GONE, "something else was copied meanwhile");
                return clipboard.refuse(sink, failure);
            }
            var request = new IncomingConversion.Request(atom, clipboard.x().atom(target), since);
            boolean latin = target.equals(X11Targets.STRING);
            return clipboard.convert(request, from, latin ? new RecodingSink(ISO_8859_1, UTF_8, sink) : sink);
        }
    }
}
