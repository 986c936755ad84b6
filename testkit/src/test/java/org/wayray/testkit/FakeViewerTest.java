package org.wayray.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wayray.link.CloseReason;
import org.wayray.link.InProcessLink;
import org.wayray.link.LinkListener;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.v1.Frame;
import org.wayray.protocol.v1.Region;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

class FakeViewerTest {
    private static final int RED = 0xFF0000;

    private final InProcessLink.Pair links = InProcessLink.pair();
    private final BlockingQueue<ToSession> received = new LinkedBlockingQueue<>();
    private final FakeViewer viewer = FakeViewer.start(links.viewer());

    @BeforeEach
    void listen() {
        links.session().start(new LinkListener<>() {
            @Override
            public void received(Envelope<ToSession> envelope) {
                received.add(envelope.message());
            }

            @Override
            public void closed(CloseReason reason) {}
        });
    }

    @AfterEach
    void close() {
        viewer.close();
    }

    @Test
    void showsAndAcknowledgesWhatComes() throws Exception {
        sendRed(1, 2, 1);
        var picture = viewer.await("two red pixels are there", now -> now.count(pixel -> pixel == RED) == 2);
        assertThat(picture.width()).isEqualTo(4);
        assertThat(take().getFrameAck().getSerial()).isEqualTo(1);
        assertThat(viewer.frames()).isEqualTo(1);
    }

    @Test
    void canHangAndRecover() throws Exception {
        viewer.withholdAcks();
        sendRed(1, 1, 1);
        viewer.await("a red pixel is there", now -> now.count(pixel -> pixel == RED) == 1);
        viewer.key(Keys.ENTER, true);
        assertThat(take().hasKey()).as("no acknowledgement before it").isTrue();
        viewer.resumeAcks();
        assertThat(take().getFrameAck().getSerial()).isEqualTo(1);
    }

    @Test
    void typesWithShiftWhereItMust() throws Exception {
        viewer.type("aB");
        var keys = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            var key = take().getKey();
            keys.append(key.getPressed() ? '+' : '-').append(key.getCode());
        }
        assertThat(keys).hasToString("+30-30+42+48-48-42");
    }

    @Test
    void reportsAFrameThatCannotBeDecoded() {
        links.session()
                .send(new Envelope<>(
                        Channel.DISPLAY,
                        ToViewer.newBuilder()
                                .setFrame(Frame.newBuilder()
                                        .setSerial(1)
                                        .setWidth(1)
                                        .setHeight(1))
                                .build(),
                        ByteBuffer.allocate(1)));
        assertThatThrownBy(() -> viewer.await("never", now -> false))
                .hasRootCauseMessage("1 bytes of payload are left over");
    }

    private void sendRed(int serial, int width, int height) {
        var region = Region.newBuilder()
                .setWidth(width)
                .setHeight(height)
                .setCoding(Region.Coding.FILL)
                .setLength(3);
        var frame =
                Frame.newBuilder().setSerial(serial).setWidth(4).setHeight(3).addRegions(region);
        links.session()
                .send(new Envelope<>(
                        Channel.DISPLAY,
                        ToViewer.newBuilder().setFrame(frame).build(),
                        ByteBuffer.wrap(new byte[] {(byte) 0xFF, 0, 0})));
    }

    private ToSession take() throws InterruptedException {
        var message = received.poll(10, TimeUnit.SECONDS);
        assertThat(message).as("a message of the viewer's").isNotNull();
        return message;
    }
}
