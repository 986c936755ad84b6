package org.wayray.wayland.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.wayray.wayland.wire.ThingProtocol.Request;

final class MessageReaderTest {
    private static final Messages<Request> REQUESTS = ThingProtocol.INTERFACE.requests();

    private final Deque<Handle> fds = new ArrayDeque<>();
    private final MessageReader reader = new MessageReader(fds);

    /** Objects 1 (a thing) and 2 (something else); 3 is free. */
    static final ObjectTable OBJECTS = new ObjectTable() {
        private final Map<Integer, WireInterface<?, ?>> interfaces = Map.of(
                1, ThingProtocol.INTERFACE, 2, new WireInterface<>("other", 1, Messages.none(), Messages.none()));

        @Override
        public @Nullable WireInterface<?, ?> interfaceOf(int id) {
            return interfaces.get(id);
        }

        @Override
        public boolean isFreeForPeer(int id) {
            return id == 3;
        }
    };

    private Request read(String words) throws WireException {
        reader.reset(Hex.buffer(words));
        assertThat(reader.next()).isTrue();
        return decodeCurrent();
    }

    private Request decodeCurrent() throws WireException {
        if (reader.opcode() >= REQUESTS.count()) {
            throw new WireException("unknown");
        }
        reader.check(REQUESTS.type(reader.opcode()), OBJECTS);
        return REQUESTS.decode(reader.opcode(), reader);
    }

    private void refuses(String words, String reason) {
        assertThatThrownBy(() -> read(words)).isInstanceOf(WireException.class).hasMessage(reason);
    }

    @Test
    void messagesAreReadAsTheyAreWritten() throws WireException {
        assertThat(read("07000000 00000800")).isEqualTo(new Request.Nothing());
        assertThat(reader.objectId()).isEqualTo(7);
        assertThat(read("07000000 01001400 feffffff 00000080 80010000"))
                .isEqualTo(new Request.Numbers(-2, 0x80000000, 1.5));
        assertThat(read("07000000 02001400 01000000 00000000 00000000")).isEqualTo(new Request.Strings("", null));
        assertThat(read("07000000 02001c00 04000000 61626300 05000000 61626364 00000000"))
                .isEqualTo(new Request.Strings("abc", "abcd"));
        assertThat(read("07000000 03001400 01000000 00000000 03000000")).isEqualTo(new Request.Objects(1, 0, 3));
        assertThat(read("07000000 03001400 01000000 02000000 03000000")).isEqualTo(new Request.Objects(1, 2, 3));
        assertThat(read("07000000 04001800 03000000 61620000 05000000 03000000"))
                .isEqualTo(new Request.Bind("ab", 5, 3));
        var array = (Request.Array) read("07000000 05001400 05000000 01020304 05000000");
        assertThat(array.bytes()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void bytesThatAreNotUtf8BecomeReplacementCharacters() throws WireException {
        assertThat(read("07000000 02001400 04000000 61ff6200 00000000"))
                .isEqualTo(new Request.Strings("a\uFFFDb", null));
    }

    @Test
    void aMessageThatIsNotWholeWaitsForTheRest() throws WireException {
        var bytes = Hex.buffer("07000000 00000800 07000000 01001400 feffffff 00000080 80010000");
        for (int length = 0; length < bytes.capacity(); length++) {
            reader.reset(bytes.duplicate().limit(length));
            int messages = 0;
            while (reader.next()) {
                messages++;
                decodeCurrent();
                reader.finish();
            }
            assertThat(messages).as("of %d bytes", length).isEqualTo(length < 8 ? 0 : 1);
        }
    }

    @Test
    void whatWasNotReadOfAMessageIsPassedOver() throws WireException {
        reader.reset(Hex.buffer("07000000 01001400 feffffff 00000080 80010000 08000000 00000800"));
        assertThat(reader.next()).isTrue();
        reader.finish();
        assertThat(reader.next()).isTrue();
        assertThat(reader.objectId()).isEqualTo(8);
        reader.finish();
        assertThat(reader.next()).isFalse();
    }

    @Test
    void sizesThatNoMessageHasAreRefused() {
        for (String size : List.of("0000", "0400", "0a00", "0410", "ffff")) {
            reader.reset(Hex.buffer("07000000 0000" + size));
            assertThatThrownBy(reader::next).isInstanceOf(WireException.class).hasMessageContaining("message of");
        }
    }

    @Test
    void argumentsMustFillTheMessage() {
        refuses("07000000 00000c00 00000000", "4 bytes more than its arguments");
        refuses("07000000 01000800", "signed: message too short");
        refuses("07000000 01001000 00000000 00000000", "fixed: message too short");
        refuses("07000000 04001400 03000000 61620000 05000000", "id: message too short");
    }

    @Test
    void lengthsMustBeInsideTheMessage() {
        refuses("07000000 05000c00 01000000", "bytes: length 1 goes beyond the message");
        refuses("07000000 05001000 05000000 00000000", "bytes: length 5 goes beyond the message");
        refuses("07000000 05000c00 ffffffff", "bytes: length 4294967295 goes beyond the message");
        refuses("07000000 05000c00 fdffff7f", "bytes: length 2147483645 goes beyond the message");
        refuses("07000000 05000800", "bytes: message too short");
        refuses("07000000 02000c00 00000080", "text: length 2147483648 goes beyond the message");
    }

    @Test
    void stringsMustBeThereAndEndWhereTheySay() {
        refuses("07000000 02001000 00000000 00000000", "text: string missing");
        refuses("07000000 02001400 04000000 61626364 00000000", "text: string not terminated");
        refuses("07000000 02001400 04000000 61006300 00000000", "text: zero byte inside the string");
    }

    @Test
    void objectsMustExistAndBeOfTheRightInterface() {
        refuses("07000000 03001400 00000000 00000000 03000000", "thing: object missing");
        refuses("07000000 03001400 09000000 00000000 03000000", "thing: unknown object 9");
        refuses("07000000 03001400 02000000 00000000 03000000", "thing: object 2 is a other, not a thing");
        refuses("07000000 03001400 01000000 ffffffff 03000000", "any: unknown object 4294967295");
    }

    @Test
    void newIdsMustBeFree() {
        refuses("07000000 03001400 01000000 00000000 01000000", "made: 1 is not a valid new id");
        refuses("07000000 03001400 01000000 00000000 00000000", "made: 0 is not a valid new id");
        refuses("07000000 04001800 03000000 61620000 05000000 04000000", "id: 4 is not a valid new id");
    }

    @Test
    void descriptorsBelongToTheMessageUntilSomebodyTakesThem() throws WireException {
        var taken = new Handle();
        var left = new Handle();
        var next = new Handle();
        fds.addAll(List.of(taken, left, next));
        var request = (Request.Fds) read("07000000 06000c00 05000000");
        assertThat(request.first().take(Handle.class)).isSameAs(taken);
        assertThat(request.first().isOpen()).isFalse();
        assertThatThrownBy(() -> request.first().take(Handle.class)).isInstanceOf(IllegalStateException.class);
        reader.finish();
        reader.finish();
        assertThat(taken.closed).isZero();
        assertThat(left.closed).isEqualTo(1);
        assertThat(request.second().isOpen()).isFalse();
        assertThat(fds).containsExactly(next);
    }

    @Test
    void aMessageNeedsAllItsDescriptors() {
        fds.add(new Handle());
        refuses("07000000 06000c00 05000000", "file descriptor expected, none received");
        assertThat(fds).as("still owned by the connection").hasSize(1);
    }

    @Test
    void anIgnoredMessageTellsItsNewObjectsAndClosesItsDescriptors() throws WireException {
        var handle = new Handle();
        fds.addAll(List.of(handle, handle));
        reader.reset(Hex.buffer(
                "07000000 03001400 01000000 00000000 03000000 07000000 06000c00 05000000 07000000 04001800 03000000"
                        + " 61620000 05000000 03000000"));
        var made = new ArrayList<String>();
        while (reader.next()) {
            var type = REQUESTS.type(reader.opcode());
            reader.check(type, OBJECTS);
            reader.newObjects(type, (wireInterface, id) -> made.add(wireInterface.name() + "@" + id));
            reader.discard(type);
            reader.finish();
        }
        assertThat(made).containsExactly("thing@3");
        assertThat(handle.closed).isEqualTo(2);
    }

    @Test
    void whatPassesTheCheckCanBeDecodedWhateverTheBytesAre() {
        int decoded = 0;
        int refused = 0;
        for (long seed = 0; seed < 200_000; seed++) {
            var random = new Random(seed);
            var bytes = ByteBuffer.allocate(8 + 4 * random.nextInt(8)).order(java.nio.ByteOrder.nativeOrder());
            bytes.putInt(1).putInt(bytes.capacity() << 16 | random.nextInt(7));
            while (bytes.hasRemaining()) {
                bytes.putInt(random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(10));
            }
            fds.add(new Handle());
            fds.add(new Handle());
            boolean checked = false;
            try {
                reader.reset(bytes.flip());
                assertThat(reader.next()).isTrue();
                reader.check(REQUESTS.type(reader.opcode()), OBJECTS);
                checked = true;
                REQUESTS.decode(reader.opcode(), reader);
                assertThat(bytes.hasRemaining()).as("seed %d left bytes", seed).isFalse();
                decoded++;
            } catch (WireException e) {
                assertThat(checked)
                        .as("seed %d passed the check: %s", seed, e.getMessage())
                        .isFalse();
                refused++;
            } finally {
                reader.finish();
                fds.clear();
            }
        }
        assertThat(decoded).isGreaterThan(1000);
        assertThat(refused).isGreaterThan(1000);
    }
}
