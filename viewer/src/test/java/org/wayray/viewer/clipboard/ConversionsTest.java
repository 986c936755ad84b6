package org.wayray.viewer.clipboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wayray.clipboard.FileList;
import org.wayray.clipboard.Formats;
import org.wayray.clipboard.ReceivedFiles;
import org.wayray.posix.PosixException;
import org.wayray.testkit.Await;

class ConversionsTest {
    @TempDir
    private Path folder;

    private LoopThread thread;
    private ReceivedFiles received;
    private Conversions conversions;

    @BeforeEach
    void open() throws PosixException {
        thread = new LoopThread();
        received = new ReceivedFiles(folder.resolve("received"));
        conversions = new Conversions(thread.loop(), received);
    }

    @AfterEach
    void close() throws Exception {
        assertThat(thread.call(() -> thread.loop().failures())).isZero();
        thread.close();
        received.close();
        assertThat(folder.resolve("received"))
                .satisfiesAnyOf(
                        none -> assertThat(none).doesNotExist(),
                        empty -> assertThat(empty).isEmptyDirectory());
    }

    @Test
    void a_folder_of_a_thousand_files_travels_with_what_is_in_it() throws Exception {
        var copied = Files.createDirectory(folder.resolve("grüße"));
        for (int i = 0; i < 1000; i++) {
            Files.write(copied.resolve("file " + i), random(i));
        }
        Files.createDirectory(copied.resolve("deeper"));
        Files.writeString(copied.resolve("deeper").resolve("x"), "deep");
        var list = (copied.toUri().toString().replaceAll("/$", "") + "\r\n").getBytes(UTF_8);

        var fromDesk = conversions.forSession(content(Formats.URI_LIST, list));
        assertThat(fromDesk.mimeTypes()).contains(Formats.FILES);
        var archive = read(fromDesk, Formats.FILES).bytes();

        var fromSession = conversions.forDesk(content(Formats.FILES, archive));
        assertThat(fromSession.mimeTypes()).contains(Formats.URI_LIST, Formats.GNOME_FILES);
        var places = FileList.parse(read(fromSession, Formats.URI_LIST).bytes());
        assertThat(places).hasSize(1);
        var pasted = places.getFirst();
        assertThat(pasted).startsWith(folder.resolve("received")).hasFileName("grüße");
        assertThat(pasted.resolve("file 777")).hasBinaryContent(random(777));
        assertThat(pasted.resolve("deeper").resolve("x")).hasContent("deep");
        try (var files = Files.list(pasted)) {
            assertThat(files).hasSize(1001);
        }
        try (var folders = Files.list(folder.resolve("received"))) {
            assertThat(folders)
                    .allSatisfy(each -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                            .isEqualTo("rwx------"));
        }
    }

    @Test
    void a_list_that_names_no_file_has_no_files() throws Exception {
        var content = conversions.forSession(content(Formats.URI_LIST, "https://example.org/\r\n".getBytes(UTF_8)));
        assertThat(fail(content, Formats.FILES).kind()).isEqualTo(ReadFailure.Kind.UNKNOWN_TYPE);
    }

    @Test
    void an_archive_that_is_none_leaves_nothing_behind() throws Exception {
        var content = conversions.forDesk(content(Formats.FILES, random(100_000)));
        assertThat(fail(content, Formats.URI_LIST).kind()).isEqualTo(ReadFailure.Kind.BROKEN);
    }

    @Test
    void pictures_are_to_be_had_in_other_codings() throws Exception {
        var picture = new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(7, 8, 0x123456);
        var content = conversions.forSession(content("image/bmp", encoded(picture, "bmp")));
        assertThat(content.mimeTypes()).contains(Formats.PNG);
        assertThat(decoded(read(content, Formats.PNG).bytes()).getRGB(7, 8)).isEqualTo(0xFF123456);
        var back = conversions.forDesk(content(Formats.PNG, encoded(picture, "png")));
        assertThat(back.mimeTypes()).contains("image/bmp", "image/tiff");
        assertThat(decoded(read(back, "image/tiff").bytes()).getRGB(7, 8)).isEqualTo(0xFF123456);
    }

    @Test
    void what_is_no_picture_fails() throws Exception {
        var content = conversions.forSession(content("image/bmp", random(5000)));
        assertThat(fail(content, Formats.PNG).kind()).isEqualTo(ReadFailure.Kind.BROKEN);
    }

    @Test
    void whoever_reads_sets_the_pace_of_a_conversion_and_can_end_it() throws Exception {
        var file = Files.write(folder.resolve("large"), random(3_000_000));
        var content = conversions.forSession(
                content(Formats.URI_LIST, file.toUri().toString().getBytes(UTF_8)));
        var sink = new Collected().slow();
        var reading = new AtomicReference<Reading>();
        thread.run(() -> reading.set(content.read(Formats.FILES, sink)));
        Await.until("the first piece is there", () -> sink.size() > 0);
        assertThat(sink.size()).isLessThanOrEqualTo(64 * 1024);
        int first = sink.size();
        thread.run(() -> reading.get().resume());
        Await.until("the next piece is there", () -> sink.size() > first);
        thread.run(() -> reading.get().cancel());
        assertThat(sink.isOver()).isFalse();
    }

    @Test
    void a_failure_of_the_source_is_the_failure_of_the_conversion() throws Exception {
        var content = conversions.forDesk(new GivenContent(thread.loop())
                .with(Formats.FILES, random(200_000))
                .failingAfter(0));
        assertThat(fail(content, Formats.URI_LIST)).isEqualTo(new ReadFailure(ReadFailure.Kind.BROKEN, "it broke off"));
    }

    // ---- hands

    private GivenContent content(String type, byte[] bytes) {
        return new GivenContent(thread.loop()).with(type, bytes);
    }

    private Collected read(Content content, String type) throws Exception {
        var sink = new Collected();
        thread.run(() -> content.read(type, sink));
        Await.until("all was read", sink::isOver);
        assertThat(sink.isFinished()).as(() -> sink.failure().reason()).isTrue();
        return sink;
    }

    private ReadFailure fail(Content content, String type) throws Exception {
        var sink = new Collected();
        thread.run(() -> content.read(type, sink));
        Await.until("it failed", sink::isOver);
        assertThat(sink.isFinished()).isFalse();
        return sink.failure();
    }

    private static byte[] encoded(BufferedImage picture, String coding) throws IOException {
        var out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(picture, coding, out)).isTrue();
        return out.toByteArray();
    }

    private static BufferedImage decoded(byte[] bytes) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(bytes));
    }

    private static byte[] random(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
