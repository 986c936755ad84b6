package org.wayray.compositor.clipboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wayray.clipboard.FileLimits;
import org.wayray.clipboard.FileList;
import org.wayray.clipboard.FilePacker;
import org.wayray.clipboard.Formats;
import org.wayray.clipboard.Pictures;
import org.wayray.clipboard.ReceivedFiles;
import org.wayray.compositor.seat.DataSource;
import org.wayray.link.CloseReason;
import org.wayray.posix.Fd;
import org.wayray.posix.Pipe;
import org.wayray.protocol.v1.ClipboardFailure;
import org.wayray.protocol.v1.ClipboardOffer;
import org.wayray.protocol.v1.ClipboardPolicy;
import org.wayray.protocol.v1.ClipboardRequest;
import org.wayray.protocol.v1.Selection;
import org.wayray.protocol.v1.ToSession;

/** A whole session with wl-copy and wl-paste as its programs, and a desk that behaves or does not. */
class ViewerClipboardTest {
    private static final String BINARY = "application/x-test";

    @TempDir
    Path folder;

    private Path output;
    private SharedClipboard session;
    private Desk desk;

    @BeforeEach
    void open() throws Exception {
        output = folder.resolve("output");
        restart(new ClipboardOptions(
                ClipboardOptions.Direction.BOTH, 512L * 1024 * 1024, Optional.of(folder.resolve("cache"))));
    }

    private void restart(ClipboardOptions options) throws Exception {
        if (session != null) {
            session.close();
        }
        session = new SharedClipboard(folder, options);
        desk = session.desk();
        assertThat(desk.next().getClipboardPolicy().getMostBytes()).isEqualTo(options.mostBytes());
    }

    @AfterEach
    void close() throws Exception {
        session.close();
        try (Stream<Path> left =
                Files.exists(folder.resolve("cache")) ? Files.list(folder.resolve("cache")) : Stream.empty()) {
            assertThat(left).as("files that were left behind").isEmpty();
        }
    }

    // ---- to the desk

    @Test
    void whatAProgramCopiesIsPastedAtTheDesk() throws Exception {
        byte[] data = random(50_000_000);
        session.copy(BINARY, data);
        ClipboardOffer offer = desk.nextOffer();
        assertThat(offer.getSelection()).isEqualTo(Selection.CLIPBOARD);
        assertThat(offer.getMimeTypesList()).containsExactly(BINARY);
        long start = System.nanoTime();
        assertThat(desk.pasteAll(offer, BINARY)).isEqualTo(data);
        System.out.printf("50 MB of wl-copy to the desk: %d ms%n", (System.nanoTime() - start) / 1_000_000);
        assertThat(desk.pasteAll(offer, BINARY)).hasSameSizeAs(data);
    }

    @Test
    void aTextHasTheSameNameWhateverItsProgramCallsIt() throws Exception {
        session.copy("UTF8_STRING", "Grüße".getBytes(StandardCharsets.UTF_8));
        ClipboardOffer offer = desk.nextOffer();
        assertThat(offer.getMimeTypesList()).startsWith(Formats.TEXT);
        assertThat(desk.pasteAll(offer, Formats.TEXT))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("Grüße");
    }

    @Test
    void aPictureInAnotherCodingIsPastedAsPng() throws Exception {
        session.copy("image/bmp", bitmap());
        ClipboardOffer offer = desk.nextOffer();
        byte[] png = desk.pasteAll(offer, Formats.PNG);
        assertIsThePicture(converted(png, "image/bmp"));
        session.copy("image/bmp", random(1000));
        ClipboardOffer noPicture = desk.nextOffer();
        assertThatThrownBy(() -> desk.pasteAll(noPicture, Formats.PNG)).isInstanceOf(IOException.class);
        assertThat(desk.nextFailure().getCode()).isEqualTo(ClipboardFailure.Code.BROKEN);
    }

    @Test
    void aFolderOfThousandFilesIsPastedAtTheDesk() throws Exception {
        Path copied = thousandFiles();
        session.copy(Formats.URI_LIST, FileList.format(Formats.URI_LIST, List.of(copied)));
        ClipboardOffer offer = desk.nextOffer();
        assertThat(offer.getMimeTypesList()).startsWith(Formats.FILES);
        try (var received = new ReceivedFiles(folder.resolve("desk"));
                var in = desk.paste(offer, Formats.FILES)) {
            List<Path> files = received.unpack(in, FileLimits.ofBytes(100_000_000));
            assertThat(files).hasSize(1);
            assertThat(contents(files.getFirst())).isEqualTo(contents(copied));
        }
    }

    @Test
    void addressesThatAreNoFilesAreSaidToBeNone() throws Exception {
        session.copy(Formats.URI_LIST, "https://example.org/\r\n".getBytes(StandardCharsets.UTF_8));
        ClipboardOffer offer = desk.nextOffer();
        assertThatThrownBy(() -> desk.pasteAll(offer, Formats.FILES)).isInstanceOf(IOException.class);
        assertThat(desk.nextFailure().getCode()).isEqualTo(ClipboardFailure.Code.UNKNOWN_TYPE);
        assertThat(desk.pasteAll(offer, Formats.URI_LIST))
                .asString(StandardCharsets.UTF_8)
                .startsWith("https://");
    }

    @Test
    void thePrimarySelectionIsSharedToo() throws Exception {
        session.start(Path.of("/dev/null"), output, "wl-copy", "--foreground", "--primary", "marked");
        ClipboardOffer offer = desk.nextOffer();
        assertThat(offer.getSelection()).isEqualTo(Selection.PRIMARY);
        assertThat(desk.pasteAll(offer, Formats.TEXT))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("marked");
        desk.offer(Selection.PRIMARY, Formats.TEXT);
        awaitFormats(true, Formats.TEXT);
        var paste = session.paste(output, Formats.TEXT, "--primary");
        desk.answer(desk.nextRequest(), "from the desk".getBytes(StandardCharsets.UTF_8));
        assertThat(SharedClipboard.exit(paste)).isZero();
        assertThat(output).hasContent("from the desk");
    }

    @Test
    void aDeskThatCancelsStopsTheProgramAndNothingElse() throws Exception {
        byte[] data = random(20_000_000);
        session.copy(BINARY, data);
        ClipboardOffer offer = desk.nextOffer();
        for (int i = 0; i < 20; i++) {
            try (var in = desk.paste(offer, BINARY)) {
                assertThat(in.readNBytes(1000)).hasSize(1000);
            }
        }
        assertThat(desk.pasteAll(offer, BINARY)).isEqualTo(data);
    }

    @Test
    void anOfferThatIsOverIsGone() throws Exception {
        session.copy(BINARY, random(10));
        ClipboardOffer first = desk.nextOffer();
        Process second = session.copy("other/type", random(10));
        ClipboardOffer other = desk.nextOffer();
        assertThat(other.getSerial()).isEqualTo(first.getSerial() + 1);
        assertFails(first, BINARY, ClipboardFailure.Code.GONE);
        assertFails(other, BINARY, ClipboardFailure.Code.UNKNOWN_TYPE);
        second.destroy();
        assertThat(desk.nextOffer().getMimeTypesList()).isEmpty();
        assertFails(other, "other/type", ClipboardFailure.Code.GONE);
    }

    @Test
    void aProgramThatEndsBeforeItGivesAnythingIsAFailure() throws Exception {
        var source = new HeldSource(BINARY);
        select(source);
        ClipboardOffer offer = desk.nextOffer();
        try (var in = desk.paste(offer, BINARY)) {
            await(() -> source.pipes.size() == 1);
            session.ask(all -> {
                source.pipes.forEach(Fd::close);
                all.seat().selection().sourceGone(source);
                return 0;
            });
            assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    // ---- to the session

    @Test
    void whatIsCopiedAtTheDeskIsPastedByPrograms() throws Exception {
        byte[] data = random(50_000_000);
        int serial = desk.offer(Selection.CLIPBOARD, BINARY);
        awaitFormats(false, BINARY);
        long start = System.nanoTime();
        var paste = session.paste(output, BINARY);
        ClipboardRequest request = desk.nextRequest();
        assertThat(request.getSerial()).isEqualTo(serial);
        assertThat(request.getTransfer()).isEqualTo(2);
        desk.answer(request, data);
        assertThat(SharedClipboard.exit(paste)).isZero();
        System.out.printf("50 MB from the desk to wl-paste: %d ms%n", (System.nanoTime() - start) / 1_000_000);
        assertThat(output).hasBinaryContent(data);
        assertThat(desk.soon()).as("the desk's own offer came back").isNull();
    }

    @Test
    void aTextFromTheDeskGoesByAllItsNames() throws Exception {
        desk.offer(Selection.CLIPBOARD, Formats.TEXT);
        awaitFormats(false, Formats.TEXT);
        for (String name : List.of("text/plain", "UTF8_STRING", "TEXT")) {
            var paste = session.paste(output, name);
            ClipboardRequest request = desk.nextRequest();
            assertThat(request.getMimeType()).isEqualTo(Formats.TEXT);
            desk.answer(request, "Grüße".getBytes(StandardCharsets.UTF_8));
            assertThat(SharedClipboard.exit(paste)).isZero();
            assertThat(output).hasContent("Grüße");
        }
    }

    @Test
    void aPngFromTheDeskIsPastedInAnotherCoding() throws Exception {
        desk.offer(Selection.CLIPBOARD, Formats.PNG);
        awaitFormats(false, Formats.PNG);
        var paste = session.paste(output, "image/bmp");
        desk.answer(desk.nextRequest(), converted(bitmap(), Formats.PNG));
        assertThat(SharedClipboard.exit(paste)).isZero();
        assertIsThePicture(Files.readAllBytes(output));
    }

    @Test
    void aFolderOfThousandFilesFromTheDeskIsPastedAsRealFiles() throws Exception {
        Path copied = thousandFiles();
        desk.offer(Selection.CLIPBOARD, Formats.FILES, Formats.URI_LIST);
        awaitFormats(false, Formats.URI_LIST);
        var paste = session.paste(output, Formats.URI_LIST);
        var again = session.paste(folder.resolve("again"), Formats.GNOME_FILES);
        ClipboardRequest request = desk.nextRequest();
        assertThat(request.getMimeType()).isEqualTo(Formats.FILES);
        try (var out = desk.answer(request)) {
            FilePacker.pack(List.of(copied), out, FileLimits.ofBytes(100_000_000));
        }
        assertThat(SharedClipboard.exit(paste)).isZero();
        assertThat(SharedClipboard.exit(again)).isZero();
        Path pasted = FileList.parse(Files.readAllBytes(output)).getFirst();
        assertThat(pasted).startsWith(folder.resolve("cache"));
        assertThat(contents(pasted)).isEqualTo(contents(copied));
        assertThat(FileList.parse(Files.readAllBytes(folder.resolve("again")))).containsExactly(pasted);
        assertThat(desk.soon()).as("the files were asked for twice").isNull();
    }

    @Test
    void addressesOfTheDeskThatAreNoFilesComeAsTheyAre() throws Exception {
        desk.offer(Selection.CLIPBOARD, Formats.FILES, Formats.URI_LIST);
        awaitFormats(false, Formats.URI_LIST);
        var paste = session.paste(output, Formats.URI_LIST);
        desk.refuse(desk.nextRequest(), ClipboardFailure.Code.UNKNOWN_TYPE);
        ClipboardRequest second = desk.nextRequest();
        assertThat(second.getMimeType()).isEqualTo(Formats.URI_LIST);
        desk.answer(second, "https://example.org/\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(SharedClipboard.exit(paste)).isZero();
        assertThat(output).content().startsWith("https://");
    }

    @Test
    void aProgramThatClosesItsPipeCancels() throws Exception {
        desk.offer(Selection.CLIPBOARD, BINARY);
        awaitFormats(false, BINARY);
        var paste = session.start(
                Path.of("/dev/null"), output, "sh", "-c", "wl-paste --type " + BINARY + " | head -c 1000");
        var out = desk.answer(desk.nextRequest());
        assertThatThrownBy(() -> {
                    while (true) {
                        out.write(new byte[100_000]);
                    }
                })
                .isInstanceOf(IOException.class);
        assertThat(SharedClipboard.exit(paste)).isZero();
    }

    @Test
    void aDeskThatBreaksOffOrRefusesLeavesNobodyWaiting() throws Exception {
        desk.offer(Selection.CLIPBOARD, BINARY);
        awaitFormats(false, BINARY);
        var refused = session.paste(output, BINARY);
        desk.refuse(desk.nextRequest(), ClipboardFailure.Code.GONE);
        SharedClipboard.exit(refused);
        assertThat(output).isEmptyFile();
        var broken = session.paste(output, BINARY);
        var out = desk.answer(desk.nextRequest());
        out.write(new byte[1_000_000]);
        out.cancel();
        SharedClipboard.exit(broken);
        var gone = session.paste(output, BINARY);
        desk.nextRequest();
        desk.close();
        SharedClipboard.exit(gone);
        assertThat(output).isEmptyFile();
        awaitFormats(false);
    }

    // ---- connections

    @Test
    void theNextDeskIsToldWhatThereIsAndTheOffersOfTheLastEnd() throws Exception {
        session.copy(BINARY, "kept".getBytes(StandardCharsets.UTF_8));
        desk.nextOffer();
        Desk next = session.desk();
        next.next();
        assertThat(next.pasteAll(next.nextOffer(), BINARY))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("kept");
        next.offer(Selection.CLIPBOARD, "next/desk");
        awaitFormats(false, "next/desk");
        next.close();
        awaitFormats(false);
    }

    @Test
    void anOfferSaysWhichOfTheDesksItHasSeen() throws Exception {
        int serial = desk.offer(Selection.CLIPBOARD, "from/desk");
        awaitFormats(false, "from/desk");
        session.copy(BINARY, random(10));
        assertThat(desk.nextOffer().getSeen()).isEqualTo(serial);
    }

    // ---- policy

    @ParameterizedTest
    @EnumSource(ClipboardOptions.Direction.class)
    void whatThePolicyForbidsDoesNotHappen(ClipboardOptions.Direction direction) throws Exception {
        restart(new ClipboardOptions(direction, 1_000_000, Optional.empty()));
        session.copy(BINARY, random(100));
        if (direction.allowsToViewer()) {
            assertThat(desk.pasteAll(desk.nextOffer(), BINARY)).hasSize(100);
        } else {
            awaitFormats(false, BINARY);
            var guessed = ClipboardOffer.newBuilder().setSerial(1).build();
            assertFails(guessed, BINARY, ClipboardFailure.Code.FORBIDDEN);
        }
        desk.offer(Selection.CLIPBOARD, "from/desk");
        desk.offer(Selection.PRIMARY, "from/desk");
        if (direction.allowsToSession()) {
            awaitFormats(false, "from/desk");
            awaitFormats(true, "from/desk");
        } else {
            assertThat(desk.soon()).isNull();
            awaitFormats(false, BINARY);
            awaitFormats(true);
        }
    }

    @Test
    void viewersAreToldThePolicy() throws Exception {
        restart(new ClipboardOptions(ClipboardOptions.Direction.TO_SESSION, 77, Optional.empty()));
        Desk next = session.desk();
        assertThat(next.next().getClipboardPolicy())
                .isEqualTo(ClipboardPolicy.newBuilder()
                        .setDirection(ClipboardPolicy.Direction.TO_SESSION)
                        .setMostBytes(77)
                        .build());
    }

    @Test
    void whatIsTooLargeIsBrokenOffInBothDirections() throws Exception {
        restart(new ClipboardOptions(ClipboardOptions.Direction.BOTH, 1_000_000, Optional.of(folder.resolve("cache"))));
        session.copy(BINARY, random(2_000_000));
        assertFails(desk.nextOffer(), BINARY, ClipboardFailure.Code.TOO_LARGE);
        Path big = Files.write(folder.resolve("big"), random(2_000_000));
        session.copy(Formats.URI_LIST, FileList.format(Formats.URI_LIST, List.of(big)));
        assertFails(desk.nextOffer(), Formats.FILES, ClipboardFailure.Code.TOO_LARGE);

        desk.offer(Selection.CLIPBOARD, BINARY, Formats.FILES);
        awaitFormats(false, Formats.URI_LIST);
        var paste = session.paste(output, BINARY);
        var request = desk.nextRequest();
        assertThatThrownBy(() -> {
                    try (var out = desk.answer(request)) {
                        for (int i = 0; i < 1000; i++) {
                            out.write(new byte[100_000]);
                        }
                    }
                })
                .isInstanceOf(IOException.class);
        SharedClipboard.exit(paste);
        assertThat(Files.size(output)).isLessThanOrEqualTo(1_000_000);
        var files = session.paste(output, Formats.URI_LIST);
        try (var out = desk.answer(desk.nextRequest())) {
            FilePacker.pack(List.of(big), out, FileLimits.ofBytes(100_000_000));
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("did not complete");
        }
        SharedClipboard.exit(files);
        assertThat(output).isEmptyFile();
    }

    // ---- hostile desks

    @Test
    void aDeskThatBreaksTheRulesLosesItsConnection() throws Exception {
        var offer = ClipboardOffer.newBuilder().setSerial(1).addMimeTypes("a/b").build();
        var request = ClipboardRequest.newBuilder().setTransfer(1).build();
        List<ToSession.Builder> wrong = List.of(
                ToSession.newBuilder().setClipboardOffer(offer.toBuilder().setSerial(2)),
                ToSession.newBuilder().setClipboardOffer(offer.toBuilder().setSelectionValue(7)),
                ToSession.newBuilder().setClipboardOffer(offer.toBuilder().addMimeTypes("x".repeat(257))),
                ToSession.newBuilder()
                        .setClipboardOffer(offer.toBuilder()
                                .addAllMimeTypes(IntStream.range(0, 200)
                                        .mapToObj(i -> "a/" + i)
                                        .toList())),
                ToSession.newBuilder().setClipboardRequest(request.toBuilder().setTransfer(0)),
                ToSession.newBuilder().setClipboardRequest(request.toBuilder().setTransfer(2)),
                ToSession.newBuilder().setClipboardRequest(request.toBuilder().setTransfer(-1)),
                ToSession.newBuilder().setClipboardRequest(request.toBuilder().setSelectionValue(9)));
        for (var message : wrong) {
            Desk hostile = session.desk();
            hostile.send(message);
            assertThat(hostile.closeReason().kind()).isEqualTo(CloseReason.Kind.REJECTED);
        }
        Desk hostile = session.desk();
        hostile.send(ToSession.newBuilder().setClipboardRequest(request));
        hostile.send(ToSession.newBuilder().setClipboardRequest(request));
        assertThat(hostile.closeReason().kind()).isEqualTo(CloseReason.Kind.REJECTED);
        session.copy(BINARY, random(10));
        Desk honest = session.desk();
        honest.next();
        assertThat(honest.pasteAll(honest.nextOffer(), BINARY)).hasSize(10);
    }

    @Test
    void aDeskThatOffersAndAsksWithoutEndCostsLittle() throws Exception {
        session.copy(BINARY, random(1_000_000));
        ClipboardOffer offer = desk.nextOffer();
        long before = Fd.open();
        // nobody reads these
        for (int i = 0; i < 16; i++) {
            desk.paste(offer, BINARY);
        }
        for (int i = 0; i < 2000; i++) {
            desk.send(ToSession.newBuilder()
                    .setClipboardFailure(ClipboardFailure.newBuilder().setTransfer(2 * i)));
            if (i % 100 == 0) {
                long now = session.ask(all -> Fd.open());
                assertThat(now).isLessThan(before + 40);
            }
        }
        for (int i = 0; i < 2000; i++) {
            desk.offer(Selection.CLIPBOARD, "a/" + i);
        }
        awaitFormats(false, "a/1999");
        assertThat(desk.isClosed()).isFalse();
        Desk next = session.desk();
        assertThat(next.next().hasClipboardPolicy()).isTrue();
        await(() -> Fd.open() <= before + 8);
    }

    // ---- hostile programs

    @Test
    void aProgramThatCopiesAllTheTimeDoesNotFillTheLine() throws Exception {
        long end = System.nanoTime() + 1_000_000_000L;
        int copies = 0;
        while (System.nanoTime() < end) {
            select(new HeldSource("x/" + copies++, "y".repeat(200)));
            session.ask(all -> 0);
        }
        assertThat(copies).isGreaterThan(100);
        var last = "x/" + (copies - 1);
        int told = 0;
        while (!desk.nextOffer().getMimeTypesList().contains(last)) {
            told++;
        }
        assertThat(told).isLessThan(60);
    }

    @Test
    void aProgramThatPastesWithoutReadingTakesNeitherMemoryNorOthersPlaces() throws Exception {
        desk.offer(Selection.CLIPBOARD, BINARY, Formats.FILES, Formats.PNG);
        awaitFormats(false, BINARY);
        long before = Fd.open();
        List<Pipe> held = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            String format = List.of(BINARY, Formats.URI_LIST, "image/bmp").get(i % 3);
            Pipe pipe = Pipe.open();
            held.add(pipe);
            session.ask(all -> {
                all.seat().selection().source().orElseThrow().send(format, pipe.writeEnd());
                return 0;
            });
        }
        assertThat(Fd.open()).as("ours, and those of a few pastes").isLessThan(before + 1000 + 40);
        assertThat(desk.rest().size()).isLessThanOrEqualTo(TransfersInProgress.PLACES + 1);
        LockSupport.parkNanos(Duration.ofMillis(5500).toNanos());
        while (!desk.rest().isEmpty()) {
            desk.next();
        }
        var honest = session.paste(output, BINARY);
        desk.answer(desk.nextRequest(), "for the honest".getBytes(StandardCharsets.UTF_8));
        assertThat(SharedClipboard.exit(honest)).isZero();
        assertThat(output).hasContent("for the honest");
        held.forEach(pipe -> pipe.readEnd().close());
    }

    @Test
    void whatIsNoPipeIsNotWrittenTo() throws Exception {
        desk.offer(Selection.CLIPBOARD, BINARY);
        awaitFormats(false, BINARY);
        Pipe pipe = Pipe.open();
        session.ask(all -> {
            // the wrong end
            all.seat().selection().source().orElseThrow().send(BINARY, pipe.readEnd());
            return 0;
        });
        assertThat(pipe.readEnd().isOpen()).isFalse();
        pipe.writeEnd().close();
    }

    // ---- what the tests share

    private void assertFails(ClipboardOffer offer, String format, ClipboardFailure.Code code) throws Exception {
        try (var in = desk.paste(offer, format)) {
            if (code == ClipboardFailure.Code.TOO_LARGE) {
                assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
            }
            assertThat(desk.nextFailure().getCode()).isEqualTo(code);
        }
    }

    private void select(DataSource source) throws Exception {
        session.ask(all -> {
            all.seat().selection().set(Optional.of(source));
            return 0;
        });
    }

    /** Waits until the session's programs are offered these formats among others, or nothing. */
    private void awaitFormats(boolean primary, String... formats) throws Exception {
        await(() -> {
            List<String> now = session.ask(
                    all -> (primary ? all.seat().primarySelection() : all.seat().selection())
                            .source()
                            .map(DataSource::mimeTypes)
                            .orElse(List.of()));
            return formats.length == 0 ? now.isEmpty() : now.containsAll(List.of(formats));
        });
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain");
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    private Path thousandFiles() throws IOException {
        Path copied = Files.createDirectory(folder.resolve("Tausend Dateien"));
        for (int i = 0; i < 1000; i++) {
            Path in = Files.createDirectories(copied.resolve("d" + i % 10));
            Files.write(in.resolve("Datei " + i), random(i * 7));
        }
        return copied;
    }

    private static Map<String, Integer> contents(Path root) throws IOException {
        Map<String, Integer> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                all.put(
                        root.relativize(file).toString(),
                        Files.isDirectory(file) ? 0 : Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return all;
    }

    /** A picture of 20 x 10 pixels with one at (3, 4) that is not black. */
    private static byte[] bitmap() {
        var bytes = ByteBuffer.allocate(54 + 60 * 10).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 'B').put((byte) 'M').putInt(bytes.capacity()).putInt(0).putInt(54);
        bytes.putInt(40).putInt(20).putInt(10).putShort((short) 1).putShort((short) 24);
        bytes.put(pixelAt(54), (byte) 0x56).put(pixelAt(54) + 1, (byte) 0x34).put(pixelAt(54) + 2, (byte) 0x12);
        return bytes.array();
    }

    /** Where that pixel is in a file of 24 bits each; the last row comes first. */
    private static int pixelAt(int offset) {
        return offset + (9 - 4) * 60 + 3 * 3;
    }

    private static byte[] converted(byte[] picture, String format) throws IOException {
        var bytes = new ByteArrayOutputStream();
        Pictures.convert(new ByteArrayInputStream(picture), format, bytes);
        return bytes.toByteArray();
    }

    private static void assertIsThePicture(byte[] bitmap) {
        var bytes = ByteBuffer.wrap(bitmap).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.getInt(pixelAt(bytes.getInt(10))) & 0xffffff).isEqualTo(0x123456);
        assertThat(bytes.getInt(pixelAt(bytes.getInt(10)) + 3) & 0xffffff).isZero();
    }

    private static byte[] random(int size) {
        byte[] data = new byte[size];
        new Random(size).nextBytes(data);
        return data;
    }

    /** A program's source that keeps the pipes it is given. */
    private static final class HeldSource implements DataSource {
        final List<Fd> pipes = new CopyOnWriteArrayList<>();
        private final List<String> formats;

        HeldSource(String... formats) {
            this.formats = List.of(formats);
        }

        @Override
        public List<String> mimeTypes() {
            return formats;
        }

        @Override
        public void send(String mimeType, Fd target) {
            pipes.add(target);
        }

        @Override
        public void cancelled() {}
    }
}
