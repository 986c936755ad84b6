package org.wayray.viewer.clipboard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wayray.clipboard.FileLimits;
import org.wayray.clipboard.FileList;
import org.wayray.clipboard.FilePacker;
import org.wayray.clipboard.Formats;
import org.wayray.clipboard.Pictures;
import org.wayray.clipboard.ReceivedFiles;

/**
 * Makes of content what the other side understands: files travel with what is in them, pictures are to be had in more codings.
 * Nothing is converted before somebody asks for it. Confined to the clipboard's loop; what blocks runs on virtual threads.
 */
final class Conversions {
    /** The most that files of a session may take on this machine's disk, whatever the session's own limit is. */
    private static final long MOST_RECEIVED = 4_000_000_000L;

    private static final Logger log = LoggerFactory.getLogger(Conversions.class);

    private final Executor loop;
    private final ReceivedFiles received;

    /** @param received where files of the session are put */
    Conversions(Executor loop, ReceivedFiles received) {
        this.loop = loop;
        this.received = received;
    }

    /** Content of the desk as the session is offered it. */
    Content forSession(Content desk) {
        return new Converted(desk, Formats.forWire(desk.mimeTypes()));
    }

    /** Content of the session as the desk is offered it. */
    Content forDesk(Content session) {
        return new Converted(session, Formats.fromWire(session.mimeTypes()));
    }

    /** Content in formats of which some have to be made of others. */
    private final class Converted implements Content {
        private final Content original;
        private final List<String> mimeTypes;

        Converted(Content original, List<String> mimeTypes) {
            this.original = original;
            this.mimeTypes = mimeTypes;
        }

        @Override
        public List<String> mimeTypes() {
            return mimeTypes;
        }

        @Override
        public Reading read(String mimeType, ByteSink sink) {
            var recipe = Formats.recipe(original.mimeTypes(), mimeType);
            if (recipe.isEmpty()) {
                return new FailedReading(
                        loop, sink, new ReadFailure(ReadFailure.Kind.UNKNOWN_TYPE, "it is not there in this format"));
            }
            var from = recipe.get().from();
            return switch (recipe.get().step()) {
                case NONE -> original.read(from, sink);
                case LATIN_1_TO_UTF_8 -> original.read(from, new RecodingSink(ISO_8859_1, UTF_8, sink));
                case UTF_8_TO_LATIN_1 -> original.read(from, new RecodingSink(UTF_8, ISO_8859_1, sink));
                case PICTURE -> convert(from, sink, (in, out) -> Pictures.convert(in, mimeType, out));
                case PACK -> convert(from, sink, Conversions::pack);
                case UNPACK -> convert(from, sink, (in, out) -> unpack(in, mimeType, out));
            };
        }

        private Reading convert(String from, ByteSink sink, Work work) {
            var in = new SinkInputStream(loop);
            in.readsFrom(original.read(from, in));
            var conversion = new Conversion(in, new SinkOutputStream(loop, sink), sink);
            Thread.ofVirtual().name("conversion of " + from).start(() -> conversion.run(work));
            return conversion;
        }
    }

    private static void pack(InputStream list, OutputStream out) throws IOException {
        var bytes = list.readNBytes(FileList.MOST_BYTES + 1);
        if (bytes.length > FileList.MOST_BYTES) {
            throw new ReadFailedException(new ReadFailure(ReadFailure.Kind.TOO_LARGE, "the list of files is too long"));
        }
        // the bytes are limited where they are sent
        FilePacker.pack(FileList.parse(bytes), out, FileLimits.ofBytes(Long.MAX_VALUE));
    }

    private void unpack(InputStream archive, String format, OutputStream out) throws IOException {
        out.write(FileList.format(format, received.unpack(archive, FileLimits.ofBytes(MOST_RECEIVED))));
    }

    /** Something that reads all of one stream and writes another; it may block. */
    private interface Work {
        void run(InputStream in, OutputStream out) throws IOException;
    }

    /** One conversion under way, between two ends on the loop. */
    private final class Conversion implements Reading {
        private final SinkInputStream in;
        private final SinkOutputStream out;
        private final ByteSink sink;

        /** Confined to the loop. */
        private boolean cancelled;

        Conversion(SinkInputStream in, SinkOutputStream out, ByteSink sink) {
            this.in = in;
            this.out = out;
            this.sink = sink;
        }

        /** On a thread of its own. */
        void run(Work work) {
            try (in) {
                work.run(in, out);
                out.close();
                end(sink::finish);
            } catch (ReadFailedException e) {
                end(() -> sink.fail(e.failure()));
            } catch (FileLimits.Exceeded e) {
                fail(ReadFailure.Kind.TOO_LARGE, "they are " + e.getMessage());
            } catch (NoSuchFileException e) {
                fail(ReadFailure.Kind.UNKNOWN_TYPE, "there is no such file: " + e.getMessage());
            } catch (IOException | RuntimeException e) {
                fail(ReadFailure.Kind.BROKEN, "it cannot be converted (" + e.getMessage() + ")");
            }
        }

        private void fail(ReadFailure.Kind kind, String reason) {
            end(() -> sink.fail(new ReadFailure(kind, reason)));
        }

        private void end(Runnable word) {
            try {
                loop.execute(() -> {
                    if (!cancelled) {
                        cancelled = true;
                        word.run();
                    }
                });
            } catch (RejectedExecutionException e) {
                // the viewer has ended meanwhile, and with it whoever wanted to know
                log.debug("A conversion ended after the clipboard", e);
            }
        }

        @Override
        public void resume() {
            out.resume();
        }

        @Override
        public void cancel() {
            cancelled = true;
            in.close();
            out.cancel();
        }
    }
}
