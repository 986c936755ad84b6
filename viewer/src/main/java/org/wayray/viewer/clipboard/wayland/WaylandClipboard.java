package org.wayray.viewer.clipboard.wayland;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.posix.Fd;
import org.wayray.posix.Pipe;
import org.wayray.posix.PosixException;
import org.wayray.posix.event.EventLoop;
import org.wayray.viewer.clipboard.ByteSink;
import org.wayray.viewer.clipboard.Content;
import org.wayray.viewer.clipboard.DeskClipboard;
import org.wayray.viewer.clipboard.FailedReading;
import org.wayray.viewer.clipboard.ReadFailure;
import org.wayray.viewer.clipboard.Reading;
import org.wayray.viewer.clipboard.Selection;
import org.wayray.wayland.client.Connection;
import org.wayray.wayland.protocols.core.WlCallbackProtocol;
import org.wayray.wayland.protocols.core.WlDisplayProtocol;

/**
 * Both selections of a Wayland compositor, over a connection of our own and one of the data control protocols, which need no
 * window with the keyboard. Confined to the loop.
 */
public final class WaylandClipboard implements DeskClipboard, DataControl.Listener {
    /** Transfers under way at the same time in one direction. */
    private static final int MOST_TRANSFERS = 32;

    private static final Logger log = LoggerFactory.getLogger(WaylandClipboard.class);

    private final EventLoop loop;
    private final Connection connection;
    private final DataControl control;

    /** A format that nobody else has: the compositor tells us of our own data, too. */
    private final String mark = "application/x-wayray-viewer-" + UUID.randomUUID();

    private final Map<Selection, Foreign> foreign = new EnumMap<>(Selection.class);
    private final Map<Selection, DataControl.Source> ours = new EnumMap<>(Selection.class);
    private final Set<PipeReading> readings = new HashSet<>();
    private final Set<PipeWriting> writings = new HashSet<>();
    private @Nullable Listener listener;

    private WaylandClipboard(EventLoop loop, Connection connection) {
        this.loop = loop;
        this.connection = connection;
        var ext = ExtDataControl.bind(connection.registry(), this);
        var any = ext == null ? WlrDataControl.bind(connection.registry(), this) : ext;
        if (any == null) {
            throw new IllegalArgumentException("the compositor offers no data control");
        }
        control = any;
    }

    /**
     * Connects and looks what the compositor offers.
     *
     * @param found told on the loop, later: the clipboard, or null if this compositor has no protocol for it
     * @throws PosixException if there is no compositor
     */
    public static void open(EventLoop loop, Path socket, Consumer<@Nullable WaylandClipboard> found)
            throws PosixException {
        var connection = Connection.connect(loop, socket);
        connection.onEnd(end -> found.accept(null));
        connection.registry();
        connection
                .display()
                .create(WlCallbackProtocol.INTERFACE, WlDisplayProtocol.Request.Sync::new)
                .setHandler(done -> {
                    if (isOffered(connection)) {
                        connection.onEnd(end -> log.warn("The compositor is gone: {}", end.getMessage()));
                        found.accept(new WaylandClipboard(loop, connection));
                    } else {
                        connection.close();
                        found.accept(null);
                    }
                });
    }

    private static boolean isOffered(Connection connection) {
        var names = connection.registry().entries().stream()
                .map(entry -> entry.interfaceName())
                .toList();
        return names.contains("wl_seat")
                && (names.contains("ext_data_control_manager_v1") || names.contains("zwlr_data_control_manager_v1"));
    }

    // ---- as a clipboard

    @Override
    public void start(Listener to) {
        listener = to;
        foreign.forEach(to::copied);
    }

    @Override
    public void offer(Selection selection, @Nullable Content content) {
        var before = ours.remove(selection);
        if (content != null && connection.end().isEmpty()) {
            var types = new ArrayList<>(content.mimeTypes());
            types.add(mark);
            var giver = new Giver(selection, content);
            giver.source = control.select(selection, types, giver);
            ours.put(selection, giver.source);
        }
        if (before != null) {
            before.destroy();
        }
    }

    @Override
    public void close() {
        List.copyOf(readings).forEach(PipeReading::cancel);
        List.copyOf(writings).forEach(PipeWriting::abandon);
        connection.close();
    }

    /** Transfers under way, for tests: 0 at rest. */
    int underWay() {
        return readings.size() + writings.size();
    }

    // ---- what the compositor tells

    @Override
    public void selected(Selection selection, DataControl.@Nullable Offer offer) {
        var before = foreign.remove(selection);
        if (before != null) {
            before.offer.destroy();
        }
        if (offer != null && offer.mimeTypes().contains(mark)) {
            offer.destroy();
            return;
        }
        Foreign content = null;
        if (offer != null) {
            content = new Foreign(selection, offer);
            foreign.put(selection, content);
        }
        if (listener != null) {
            listener.copied(selection, content);
        }
    }

    /** What another program has copied. */
    private final class Foreign implements Content {
        private final Selection selection;
        private final DataControl.Offer offer;
        private final List<String> mimeTypes;

        Foreign(Selection selection, DataControl.Offer offer) {
            this.selection = selection;
            this.offer = offer;
            this.mimeTypes = offer.mimeTypes();
        }

        @Override
        public List<String> mimeTypes() {
            return mimeTypes;
        }

        @Override
        public Reading read(String mimeType, ByteSink sink) {
            if (foreign.get(selection) != this) {
                return refuse(sink, ReadFailure.Kind.GONE, "something else was copied meanwhile");
            }
            if (!mimeTypes.contains(mimeType)) {
                return refuse(sink, ReadFailure.Kind.UNKNOWN_TYPE, "it is not there in this format");
            }
            if (readings.size() >= MOST_TRANSFERS) {
                return refuse(sink, ReadFailure.Kind.BUSY, "too much is being pasted at the moment");
            }
            try {
                var pipe = Pipe.open();
                offer.receive(mimeType, pipe.writeEnd());
                var made = new PipeReading[1];
                made[0] = new PipeReading(loop, pipe.readEnd(), sink, () -> readings.remove(made[0]));
                readings.add(made[0]);
                return made[0];
            } catch (PosixException e) {
                return refuse(sink, ReadFailure.Kind.BROKEN, "there is no pipe for it (" + e.getMessage() + ")");
            }
        }
    }

    private FailedReading refuse(ByteSink sink, ReadFailure.Kind kind, String reason) {
        return new FailedReading(loop, sink, new ReadFailure(kind, reason));
    }

    /** What of ours is in a selection. */
    private final class Giver implements DataControl.Giver {
        private final Selection selection;
        private final Content content;
        private DataControl.@Nullable Source source;

        Giver(Selection selection, Content content) {
            this.selection = selection;
            this.content = content;
        }

        @Override
        public void send(String mimeType, Fd to) {
            if (!content.mimeTypes().contains(mimeType) || writings.size() >= MOST_TRANSFERS) {
                to.close();
                return;
            }
            try {
                var made = new PipeWriting[1];
                made[0] = new PipeWriting(loop, Pipe.takeWriteEnd(to), () -> writings.remove(made[0]));
                writings.add(made[0]);
                made[0].begin(content.read(mimeType, made[0]));
            } catch (PosixException e) {
                log.debug("A program wants what was copied in something else than a pipe: {}", e.getMessage());
            }
        }

        @Override
        public void cancelled() {
            var cancelled = source;
            if (cancelled != null) {
                ours.remove(selection, cancelled);
                cancelled.destroy();
            }
        }
    }
}
