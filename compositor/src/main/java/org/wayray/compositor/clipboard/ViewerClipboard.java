package org.wayray.compositor.clipboard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.clipboard.FileLimits;
import org.wayray.clipboard.FileList;
import org.wayray.clipboard.FilePacker;
import org.wayray.clipboard.Formats;
import org.wayray.clipboard.Formats.Recipe;
import org.wayray.clipboard.Formats.Step;
import org.wayray.clipboard.ReceivedFiles;
import org.wayray.compositor.seat.DataSource;
import org.wayray.compositor.seat.Seat;
import org.wayray.link.Link;
import org.wayray.link.TransferInputStream;
import org.wayray.link.TransferOutputStream;
import org.wayray.posix.Fd;
import org.wayray.posix.PosixException;
import org.wayray.posix.event.EventLoop;
import org.wayray.posix.event.Timer;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.Limits;
import org.wayray.protocol.ProtocolViolation;
import org.wayray.protocol.v1.ClipboardFailure;
import org.wayray.protocol.v1.ClipboardOffer;
import org.wayray.protocol.v1.ClipboardRequest;
import org.wayray.protocol.v1.Selection;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

/**
 * Joins the session's selections with those of the viewer. What a client copies is offered to the viewer, what is copied at the viewer
 * becomes a {@link ViewerOffer} in the session; the data is asked for when somebody pastes. What came from the viewer is never offered
 * to it.
 *
 * <p>It lasts as long as the session and has one viewer at a time, or none. Confined to the session loop.
 */
public final class ViewerClipboard implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ViewerClipboard.class);

    /** How soon after an offer the viewer is told of the next: a program that copies all the time must not fill the line. */
    private static final Duration BETWEEN_OFFERS = Duration.ofMillis(50);

    private final EventLoop loop;
    private final ClipboardOptions options;
    private final Conversions conversions;
    private final @Nullable ReceivedFiles receivedFiles;
    private final Side clipboard;
    private final Side primary;
    private @Nullable Connection connection;

    /** @param seat whose selections they are */
    public ViewerClipboard(EventLoop loop, Seat seat, ClipboardOptions options) {
        this.loop = loop;
        this.options = options;
        this.conversions = new Conversions(loop);
        this.receivedFiles = options.folder().map(ReceivedFiles::new).orElse(null);
        clipboard = new Side(Selection.CLIPBOARD, seat.selection());
        primary = new Side(Selection.PRIMARY, seat.primarySelection());
    }

    /** From now on this viewer shares the clipboard, beginning with what is there. It is told the policy first. */
    public void attach(Link<ToSession, ToViewer> link) {
        detach();
        connection = new Connection(link);
        send(ToViewer.newBuilder().setClipboardPolicy(options.message()));
        clipboard.changed();
        primary.changed();
    }

    /** The viewer is gone, and what it offered; what is under way ends. */
    public void detach() {
        Connection gone = connection;
        connection = null;
        if (gone != null) {
            gone.end();
            clipboard.viewerGone();
            primary.viewerGone();
        }
    }

    /**
     * The viewer said something on CLIPBOARD.
     *
     * @throws ProtocolViolation if it should not have
     */
    public void received(ToSession message) throws ProtocolViolation {
        Connection from = connection;
        if (from == null) {
            throw new ProtocolViolation("a message on CLIPBOARD without the capability");
        }
        switch (message.getBodyCase()) {
            case CLIPBOARD_OFFER -> from.offered(message.getClipboardOffer());
            case CLIPBOARD_REQUEST -> from.requested(message.getClipboardRequest());
            case CLIPBOARD_FAILURE -> from.failed(message.getClipboardFailure());
            default -> throw new IllegalArgumentException("not of the clipboard: " + message.getBodyCase());
        }
    }

    /** Ends everything, and removes the viewer's files. */
    @Override
    public void close() {
        detach();
        if (receivedFiles != null) {
            receivedFiles.close();
        }
    }

    private void send(ToViewer.Builder message) {
        if (connection != null) {
            connection.link.send(Envelope.of(Channel.CLIPBOARD, message.build()));
        }
    }

    /** One of the two selections. */
    private final class Side {
        private final Selection name;
        private final org.wayray.compositor.seat.Selection selection;

        /** What the viewer has been told of, and by which serial; none if the selection is the viewer's own. */
        private @Nullable DataSource told;

        private int toldSerial;
        private List<String> toldFormats = List.of();

        /** The viewer's own, while it lasts. */
        private @Nullable ViewerOffer viewers;

        /** The serial of the viewer's last offer; 0 before the first. */
        private int seen;

        private boolean stale;

        Side(Selection name, org.wayray.compositor.seat.Selection selection) {
            this.name = name;
            this.selection = selection;
            selection.addListener(source -> changed());
        }

        private void changed() {
            stale = true;
            if (connection != null) {
                connection.tellSoon();
            }
        }

        /** Tells the viewer what the selection is now, if it has not been told. */
        private void tell(Connection to) {
            if (!stale || !options.direction().allowsToViewer()) {
                return;
            }
            stale = false;
            DataSource source = selection.source().orElse(null);
            if (source == null && told == null) {
                return;
            }
            boolean isViewers = source instanceof ViewerOffer;
            told = isViewers ? null : source;
            if (isViewers) {
                return;
            }
            toldFormats = source == null ? List.of() : Formats.forWire(source.mimeTypes());
            toldSerial = ++to.lastOffer;
            send(ToViewer.newBuilder()
                    .setClipboardOffer(ClipboardOffer.newBuilder()
                            .setSelection(name)
                            .setSerial(toldSerial)
                            .setSeen(seen)
                            .addAllMimeTypes(toldFormats)));
        }

        /** The viewer offers something else, or nothing any more. */
        private void offered(Connection by, ClipboardOffer offer) {
            ViewerOffer before = viewers;
            List<String> formats = offer.getMimeTypesList().stream()
                    .filter(format -> receivedFiles != null || !format.equals(Formats.FILES))
                    .toList();
            viewers = formats.isEmpty() ? null : new ViewerOffer(by, name, offer.getSerial(), formats);
            if (viewers != null) {
                told = null;
                selection.set(Optional.of(viewers));
            } else if (before != null) {
                selection.sourceGone(before);
            }
            if (before != null) {
                before.end();
            }
        }

        private void viewerGone() {
            ViewerOffer gone = viewers;
            viewers = null;
            told = null;
            seen = 0;
            if (gone != null) {
                gone.end();
                selection.sourceGone(gone);
            }
        }
    }

    /** What belongs to one viewer. */
    private final class Connection implements ViewerOffer.Courier {
        private final Link<ToSession, ToViewer> link;
        private final TransfersInProgress pastes = new TransfersInProgress(loop);
        private final TransfersInProgress copies = new TransfersInProgress(loop);
        private int lastOffer;
        private int lastViewersOffer;
        private int lastTransfer;
        private int lastViewersTransfer = -1;
        private @Nullable Timer nextOffers;
        private boolean scheduled;

        Connection(Link<ToSession, ToViewer> link) {
            this.link = link;
        }

        private void end() {
            if (nextOffers != null) {
                nextOffers.cancel();
            }
            pastes.cancelAll();
            copies.cancelAll();
        }

        // ---- offers

        /** Tells what changed once the batch of events has ended, and not too often. */
        private void tellSoon() {
            if (!scheduled) {
                scheduled = true;
                if (nextOffers == null || !nextOffers.isPending()) {
                    loop.execute(this::tell);
                }
            }
        }

        private void tell() {
            if (!scheduled || connection != this) {
                return;
            }
            scheduled = false;
            clipboard.tell(this);
            primary.tell(this);
            nextOffers = loop.schedule(BETWEEN_OFFERS, this::tell);
        }

        private void offered(ClipboardOffer offer) throws ProtocolViolation {
            if (offer.getSerial() != ++lastViewersOffer) {
                throw new ProtocolViolation("offer " + Integer.toUnsignedString(offer.getSerial()) + " after offer "
                        + (lastViewersOffer - 1));
            }
            if (offer.getMimeTypesCount() > Limits.CLIPBOARD_TYPES
                    || offer.getMimeTypesList().stream().anyMatch(Connection::isTooLong)) {
                throw new ProtocolViolation("an offer of too many formats, or of one with too long a name");
            }
            Side side = side(offer.getSelection());
            side.seen = offer.getSerial();
            if (options.direction().allowsToSession()) {
                side.offered(this, offer);
            }
        }

        private static boolean isTooLong(String format) {
            return format.getBytes(StandardCharsets.UTF_8).length > Limits.CLIPBOARD_TYPE_BYTES;
        }

        private Side side(Selection name) throws ProtocolViolation {
            return switch (name) {
                case CLIPBOARD -> clipboard;
                case PRIMARY -> primary;
                case UNRECOGNIZED -> throw new ProtocolViolation("an unknown selection");
            };
        }

        // ---- to the viewer

        private void requested(ClipboardRequest request) throws ProtocolViolation {
            int number = request.getTransfer();
            if (number <= lastViewersTransfer || number % 2 == 0) {
                throw new ProtocolViolation(
                        "transfer " + Integer.toUnsignedString(number) + " after transfer " + lastViewersTransfer);
            }
            lastViewersTransfer = number;
            Side side = side(request.getSelection());
            DataSource source = side.told;
            if (!options.direction().allowsToViewer()) {
                fail(number, ClipboardFailure.Code.FORBIDDEN, "This session lets nothing out by the clipboard.");
            } else if (source == null
                    || side.toldSerial != request.getSerial()
                    || selection(side).filter(source::equals).isEmpty()) {
                fail(number, ClipboardFailure.Code.GONE, "Something else was copied meanwhile.");
            } else if (!copies.makeRoom()) {
                fail(number, ClipboardFailure.Code.BUSY, "Too many pastes are under way.");
            } else {
                Optional<Recipe> recipe = side.toldFormats.contains(request.getMimeType())
                        ? Formats.recipe(source.mimeTypes(), request.getMimeType())
                        : Optional.empty();
                recipe.ifPresentOrElse(
                        how -> copy(number, side, source, how, request.getMimeType()),
                        () -> fail(number, ClipboardFailure.Code.UNKNOWN_TYPE, "The data is not to be had so."));
            }
        }

        private Optional<DataSource> selection(Side side) {
            return side.selection.source();
        }

        private void copy(int number, Side side, DataSource source, Recipe recipe, String format) {
            if (recipe.step() == Step.NONE) {
                var copy = new Copy(
                        loop,
                        copies,
                        number,
                        source,
                        recipe.from(),
                        options.mostBytes(),
                        () -> selection(side).filter(source::equals).isPresent(),
                        (code, reason) -> fail(number, code, reason));
                copies.add(copy);
                copy.begin(link.sendTransfer(number, copy, loop));
                return;
            }
            if (recipe.step() != Step.PACK && copies.convertsData()) {
                fail(number, ClipboardFailure.Code.BUSY, "Another paste is being converted.");
                return;
            }
            var conversion = Conversion.of(loop, copies, number, recipe.step() != Step.PACK);
            int most = recipe.step() == Step.PACK
                    ? FileList.MOST_BYTES
                    : (int) Math.min(options.mostBytes(), Conversions.MOST_BYTES);
            try {
                var collector = new Collector(
                        loop,
                        source,
                        recipe.from(),
                        most,
                        data -> convert(conversion, data, recipe.step(), format),
                        why -> {
                            conversion.end();
                            fail(number, ClipboardFailure.Code.TOO_LARGE, "Of the data: " + why + ".");
                        });
                conversion.onCancel(() -> {
                    collector.cancel();
                    fail(number, ClipboardFailure.Code.BROKEN, "The program does not give its data.");
                });
            } catch (PosixException e) {
                conversion.end();
                fail(number, ClipboardFailure.Code.BROKEN, "The session has no pipes left.");
            }
        }

        private void convert(Conversion conversion, byte[] data, Step step, String format) {
            if (!conversion.goesOn()) {
                return;
            }
            int number = conversion.transfer();
            var out = TransferOutputStream.send(link, number);
            conversion.onCancel(out::cancel);
            boolean started = conversions.start(
                    () -> {
                        boolean complete = false;
                        try {
                            if (step == Step.PACK) {
                                FilePacker.pack(FileList.parse(data), out, FileLimits.ofBytes(options.mostBytes()));
                            } else {
                                out.write(Conversions.convert(data, step, format));
                            }
                            out.close();
                            complete = true;
                        } finally {
                            if (!complete) {
                                out.cancel();
                            }
                        }
                        return complete;
                    },
                    done -> conversion.end(),
                    problem -> {
                        conversion.end();
                        log.debug("A copy to the viewer failed", problem);
                        fail(number, code(problem), sentence(problem));
                    });
            if (!started) {
                conversion.cancel();
                fail(number, ClipboardFailure.Code.BUSY, "Too many conversions are under way.");
            }
        }

        private static ClipboardFailure.Code code(IOException problem) {
            if (problem instanceof FileLimits.Exceeded) {
                return ClipboardFailure.Code.TOO_LARGE;
            }
            return problem instanceof NoSuchFileException
                    ? ClipboardFailure.Code.UNKNOWN_TYPE
                    : ClipboardFailure.Code.BROKEN;
        }

        private static String sentence(IOException problem) {
            return problem instanceof FileLimits.Exceeded
                    ? "These are " + problem.getMessage() + "."
                    : "The data cannot be read, or not be converted.";
        }

        private void fail(int number, ClipboardFailure.Code code, String reason) {
            if (connection == this) {
                send(ToViewer.newBuilder()
                        .setClipboardFailure(ClipboardFailure.newBuilder()
                                .setTransfer(number)
                                .setCode(code)
                                .setReason(reason)));
            }
        }

        // ---- to the session

        @Override
        public void bring(ViewerOffer offer, String format, Fd target) {
            Optional<Recipe> recipe = Formats.recipe(offer.wireFormats(), format);
            if (connection != this || recipe.isEmpty() || !pastes.makeRoom()) {
                target.close();
                return;
            }
            switch (recipe.get().step()) {
                case NONE -> bringAsItIs(offer, recipe.get().from(), target);
                case UNPACK -> bringFiles(offer, format, target);
                default -> bringConverted(offer, recipe.get(), format, target);
            }
        }

        private int request(ViewerOffer offer, String format) {
            lastTransfer += 2;
            send(ToViewer.newBuilder()
                    .setClipboardRequest(ClipboardRequest.newBuilder()
                            .setTransfer(lastTransfer)
                            .setSelection(offer.selection())
                            .setSerial(offer.serial())
                            .setMimeType(format)));
            return lastTransfer;
        }

        private void bringAsItIs(ViewerOffer offer, String format, Fd target) {
            try {
                var paste = new Paste(loop, pastes, lastTransfer + 2, target, options.mostBytes());
                pastes.add(paste);
                paste.begin(link.receiveTransfer(request(offer, format), paste, loop));
            } catch (PosixException e) {
                log.debug("A client pastes into something that is no pipe: {}", e.getMessage());
            }
        }

        private void bringConverted(ViewerOffer offer, Recipe recipe, String format, Fd target) {
            if (pastes.convertsData()) {
                target.close();
                return;
            }
            int number = request(offer, recipe.from());
            var conversion = Conversion.into(loop, pastes, number, true, target);
            var in = TransferInputStream.receive(link, number);
            conversion.onCancel(in::close);
            boolean started = conversions.start(
                    () -> {
                        try (in) {
                            return Conversions.convert(
                                    Conversions.readAll(in, options.mostBytes()), recipe.step(), format);
                        }
                    },
                    conversion::deliver,
                    problem -> conversion.end());
            if (!started) {
                conversion.cancel();
            }
        }

        /** All who ask for the files of an offer get the same ones. */
        private void bringFiles(ViewerOffer offer, String format, Fd target) {
            var client = Conversion.into(loop, pastes, 0, false, target);
            CompletableFuture<List<Path>> files = offer.files;
            if (files == null || files.isCompletedExceptionally()) {
                files = fetchFiles(offer);
                offer.files = files;
            }
            files.whenComplete((paths, problem) -> {
                if (paths != null) {
                    client.deliver(FileList.format(format, paths));
                } else if (problem instanceof NoSuchFileException) {
                    bringOtherAddresses(offer, format, client);
                } else {
                    client.end();
                }
            });
        }

        /** What is on the list is no file at the viewer, but an address on the web perhaps. */
        private void bringOtherAddresses(ViewerOffer offer, String format, Conversion client) {
            Fd target = client.handBack();
            if (target != null && offer.wireFormats().contains(format) && connection == this) {
                bringAsItIs(offer, format, target);
            } else if (target != null) {
                target.close();
            }
        }

        /** Completes on the loop. */
        private CompletableFuture<List<Path>> fetchFiles(ViewerOffer offer) {
            var result = new CompletableFuture<List<Path>>();
            ReceivedFiles into = receivedFiles;
            if (into == null || !pastes.makeRoom()) {
                result.completeExceptionally(new IOException("no folder for files, or too many pastes"));
                return result;
            }
            int number = request(offer, Formats.FILES);
            var conversion = Conversion.of(loop, pastes, number, false);
            var in = TransferInputStream.receive(link, number);
            conversion.onCancel(in::close);
            boolean started = conversions.start(
                    () -> {
                        try (in) {
                            return into.unpack(in, FileLimits.ofBytes(options.mostBytes()));
                        }
                    },
                    paths -> {
                        conversion.end();
                        result.complete(paths);
                    },
                    problem -> {
                        conversion.end();
                        log.debug("Files from the viewer did not come", problem);
                        result.completeExceptionally(
                                conversion.isOfUnknownType() ? new NoSuchFileException("at the viewer") : problem);
                    });
            if (!started) {
                conversion.cancel();
                result.completeExceptionally(new IOException("too many conversions are under way"));
            }
            return result;
        }

        private void failed(ClipboardFailure failure) {
            pastes.find(failure.getTransfer()).ifPresent(entry -> {
                if (entry instanceof Conversion conversion) {
                    conversion.refused(failure.getCode());
                } else {
                    entry.cancel();
                }
            });
        }
    }
}
