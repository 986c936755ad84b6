package org.wayray.clipboard;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are packed on one side and unpacked on the other, and archives that no honest side would send. */
class CopiedFilesTest {
    private static final FileLimits LIMITS = FileLimits.ofBytes(10_000_000);

    @TempDir
    Path directory;

    private Path here;
    private Path there;
    private ReceivedFiles received;

    @BeforeEach
    void open() throws IOException {
        here = Files.createDirectory(directory.resolve("here"));
        there = directory.resolve("there");
        received = new ReceivedFiles(there);
    }

    @Test
    void aFolderOfThousandFilesArrivesAsItWas() throws Exception {
        Path folder = here.resolve("Bilder & more");
        Files.createDirectories(folder.resolve("leer"));
        Random random = new Random(3);
        for (int i = 0; i < 1000; i++) {
            byte[] content = new byte[random.nextInt(3000)];
            random.nextBytes(content);
            Path in = Files.createDirectories(folder.resolve("d" + i % 7));
            Files.write(
                    in.resolve("file " + i + " of a name that is longer than what fits into the old format".repeat(2)),
                    content);
        }
        Path single = Files.writeString(here.resolve("a.txt"), "alone");

        List<Path> files = received.unpack(packed(List.of(folder, single)), LIMITS);

        assertThat(files).extracting(file -> file.getFileName().toString()).containsExactly("Bilder & more", "a.txt");
        assertThat(tree(files.getFirst())).isEqualTo(tree(folder)).hasSize(1009);
        assertThat(files.getLast()).hasContent("alone");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(parent(parent(files.getFirst())))))
                .isEqualTo("rwx------");
        received.close();
        assertThat(there).isEmptyDirectory();
    }

    @Test
    void linksAreFollowedOnlyWhereTheyWereCopiedThemselves() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "not copied");
        Path folder = Files.createDirectory(here.resolve("folder"));
        Files.createSymbolicLink(folder.resolve("link"), secret);
        Path link = Files.createSymbolicLink(here.resolve("copied-link"), secret);
        List<Path> files = received.unpack(packed(List.of(folder, link)), LIMITS);
        assertThat(files.getFirst()).isEmptyDirectory();
        assertThat(files.getLast()).hasContent("not copied");
    }

    @Test
    void filesOfOneNameFromSeveralFoldersAllArrive() throws Exception {
        Path one = Files.writeString(Files.createDirectory(here.resolve("1")).resolve("a.txt"), "one");
        Path two = Files.writeString(Files.createDirectory(here.resolve("2")).resolve("A.TXT"), "two");
        List<Path> files = received.unpack(packed(List.of(one, two)), LIMITS);
        assertThat(files).extracting(file -> file.getFileName().toString()).containsExactly("a.txt", "A (2).TXT");
    }

    @Test
    void tooManyAndTooLargeIsSaidOnBothSides() throws Exception {
        Path folder = Files.createDirectory(here.resolve("folder"));
        for (int i = 0; i < 10; i++) {
            Files.write(folder.resolve("" + i), new byte[100]);
        }
        var few = new FileLimits(10, 10_000, 3);
        var small = new FileLimits(100, 999, 3);
        var flat = new FileLimits(100, 10_000, 1);
        for (FileLimits limits : List.of(few, small, flat)) {
            assertThatThrownBy(() -> FilePacker.pack(List.of(folder), new ByteArrayOutputStream(), limits))
                    .isInstanceOf(FileLimits.Exceeded.class);
            assertThatThrownBy(() -> received.unpack(packed(List.of(folder)), limits))
                    .isInstanceOf(FileLimits.Exceeded.class);
        }
        assertNothingIsLeft();
    }

    @Test
    void nothingIsPackedOfWhatIsNotThere() {
        assertThatThrownBy(() -> FilePacker.pack(List.of(), new ByteArrayOutputStream(), LIMITS))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> FilePacker.pack(List.of(here.resolve("no")), new ByteArrayOutputStream(), LIMITS))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void hostileNamesStayInside() throws Exception {
        List<String> names = List.of(
                "../../escape",
                "/absolute/path",
                "a/../../b",
                "..",
                ".",
                "",
                "C:\\windows\\x",
                "CON",
                "nul.txt",
                "tab\tbell\u0007",
                "\u202egpj.exe",
                "dot.",
                "x".repeat(5000),
                "ä".repeat(300) + ".txt",
                "a",
                "A",
                "a/b",
                "new\nline",
                " ");
        var archive = new ByteArrayOutputStream();
        try (var tar = tar(archive)) {
            for (String name : names) {
                var entry = new TarArchiveEntry(name.isEmpty() ? "x" : name, TarConstants.LF_NORMAL, true);
                entry.setName(name);
                entry.setSize(1);
                tar.putArchiveEntry(entry);
                tar.write('!');
                tar.closeArchiveEntry();
            }
        }
        List<Path> files = received.unpack(new ByteArrayInputStream(archive.toByteArray()), LIMITS);
        Path paste = parent(files.getFirst());
        assertThat(files).allSatisfy(file -> assertThat(file).hasParent(paste));
        assertThat(tree(paste))
                .allSatisfy(name -> assertThat(name).doesNotContain("..", "\t", "\n", "\u202e", "\u0007", ":", "\\"));
        try (Stream<Path> all = Files.list(directory)) {
            assertThat(all).containsExactlyInAnyOrder(here, there);
        }
        assertThat(tree(paste)).contains("_CON", "_nul.txt", "a (2)", "escape");
    }

    @Test
    void linksAndDevicesOfAnArchiveAreLeftOut() throws Exception {
        var archive = new ByteArrayOutputStream();
        try (var tar = tar(archive)) {
            for (byte type : new byte[] {
                TarConstants.LF_SYMLINK,
                TarConstants.LF_LINK,
                TarConstants.LF_CHR,
                TarConstants.LF_BLK,
                TarConstants.LF_FIFO
            }) {
                var entry = new TarArchiveEntry("evil", type);
                entry.setLinkName("/etc/passwd");
                tar.putArchiveEntry(entry);
                tar.closeArchiveEntry();
            }
            var below = new TarArchiveEntry("evil/file");
            below.setSize(0);
            tar.putArchiveEntry(below);
            tar.closeArchiveEntry();
        }
        List<Path> files = received.unpack(new ByteArrayInputStream(archive.toByteArray()), LIMITS);
        assertThat(tree(files.getFirst())).containsExactly("", "file");
    }

    @Test
    void anArchiveThatEndsEarlyLeavesNothing() throws Exception {
        byte[] whole = packed(List.of(Files.write(here.resolve("big"), new byte[5000])))
                .readAllBytes();
        for (int length : new int[] {100, 512, 1000, 3000}) {
            assertThatThrownBy(() -> received.unpack(new ByteArrayInputStream(whole, 0, length), LIMITS))
                    .isInstanceOf(IOException.class);
        }
        assertNothingIsLeft();
    }

    @Test
    void aHeaderWithoutEndIsNotKeptInMemory() {
        // a pax header that claims 1 GB; the stream gives as much as is read
        byte[] header = new byte[512];
        var entry = new TarArchiveEntry("h", TarConstants.LF_PAX_EXTENDED_HEADER_LC);
        entry.setSize(1L << 30);
        entry.writeEntryHeader(header);
        var endless = new java.io.InputStream() {
            long given;

            @Override
            public int read() {
                return given < 512 ? header[(int) given++] & 0xff : given++ < 530 ? '9' : given++ == 530 ? ' ' : 'x';
            }
        };
        assertThatThrownBy(() -> received.unpack(endless, LIMITS)).isInstanceOf(IOException.class);
        assertThat(endless.given).isLessThan(1_000_000);
    }

    @Test
    void anyBytesGiveFilesInsideOrAnError() throws Exception {
        byte[] whole = packed(List.of(Files.writeString(here.resolve("ä".repeat(80)), "content")))
                .readAllBytes();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            byte[] damaged = Arrays.copyOf(whole, random.nextInt(whole.length) + 1);
            for (int i = random.nextInt(8); i >= 0; i--) {
                damaged[random.nextInt(Math.min(damaged.length, 2048))] = (byte) random.nextInt();
            }
            try {
                received.unpack(new ByteArrayInputStream(damaged), LIMITS);
            } catch (IOException expected) {
                assertThat(expected).isNotNull();
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
        try (Stream<Path> all = Files.list(directory)) {
            assertThat(all).containsExactlyInAnyOrder(here, there);
        }
    }

    @Test
    void onlyTheLastPastesAreKeptAndOthersLeftoversRemoved() throws Exception {
        Path leftover = Files.createDirectories(there.resolve("wayray-files-4194304999-x/sub"));
        Path file = Files.writeString(here.resolve("f"), "x");
        Path first = received.unpack(packed(List.of(file)), LIMITS).getFirst();
        assertThat(parent(leftover)).doesNotExist();
        for (int i = 0; i < 4; i++) {
            assertThat(first).exists();
            received.unpack(packed(List.of(file)), LIMITS);
        }
        assertThat(first).doesNotExist();
    }

    @Test
    void listsNameFilesOfThisMachineOnly() {
        assertThat(FileList.parse("""
                        copy
                        # a comment
                        file:///tmp/a%20b
                        file://localhost/tmp/%C3%A4
                        file://elsewhere/tmp/c
                        http://example.org/
                        file:relative
                        file:///nul%00
                        file:///%zz
                        """.getBytes(StandardCharsets.UTF_8)))
                .containsExactly(Path.of("/tmp/a b"), Path.of("/tmp/ä"));
        List<Path> files = List.of(Path.of("/tmp/a b"), Path.of("/tmp"));
        assertThat(new String(FileList.format(Formats.URI_LIST, files), StandardCharsets.UTF_8))
                .isEqualTo("file:///tmp/a%20b\r\nfile:///tmp\r\n");
        assertThat(new String(FileList.format(Formats.GNOME_FILES, files), StandardCharsets.UTF_8))
                .isEqualTo("copy\nfile:///tmp/a%20b\nfile:///tmp");
    }

    private static Path parent(Path file) {
        return requireNonNull(file.getParent());
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(tree(there)).noneMatch(name -> name.contains("/") && !name.isEmpty());
    }

    private static TarArchiveOutputStream tar(ByteArrayOutputStream to) {
        var tar = new TarArchiveOutputStream(to, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        return tar;
    }

    private static ByteArrayInputStream packed(List<Path> files) throws IOException {
        var archive = new ByteArrayOutputStream();
        FilePacker.pack(files, archive, LIMITS);
        return new ByteArrayInputStream(archive.toByteArray());
    }

    /** Relative names, with the lengths of files. */
    private static TreeSet<String> tree(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.map(path -> root.relativize(path).toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
