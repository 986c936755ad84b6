package org.wayray.compositor.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wayray.compositor.fixture.SessionFixture;
import org.wayray.protocol.Channel;
import org.wayray.protocol.v1.Key;
import org.wayray.protocol.v1.PointerMotion;
import org.wayray.protocol.v1.StatisticsWanted;
import org.wayray.protocol.v1.ToSession;

/** What a session tells the flight recorder. */
class RecordedSessionTest {
    @TempDir
    Path folder;

    @Test
    void aRecordingHasInputConnectionsAndFrames() throws Exception {
        var file = folder.resolve("session.jfr");
        try (var session = new SessionFixture();
                var recording = new Recording()) {
            recording.enable("org.wayray.Input");
            recording.enable("org.wayray.Frame");
            recording.enable("org.wayray.Connection");
            recording.start();
            var viewer = session.viewer();
            viewer.send(
                    Channel.CONTROL,
                    ToSession.newBuilder()
                            .setStatisticsWanted(StatisticsWanted.newBuilder().setWanted(true)));
            viewer.send(
                    Channel.INPUT,
                    ToSession.newBuilder()
                            .setPointerMotion(PointerMotion.newBuilder()
                                    .setX(256)
                                    .setY(256)
                                    .setOutput(1)));
            viewer.send(
                    Channel.INPUT,
                    ToSession.newBuilder().setKey(Key.newBuilder().setCode(30).setPressed(true)));
            session.settle();
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        assertThat(named(events, "org.wayray.Input"))
                .extracting(event -> event.getString("kind"))
                .containsExactly("pointer_motion", "key");
        assertThat(named(events, "org.wayray.Input"))
                .allSatisfy(
                        event -> assertThat(event.getDuration().isNegative()).isFalse());
        assertThat(named(events, "org.wayray.Frame")).isNotEmpty();
        assertThat(named(events, "org.wayray.Connection")).hasSize(1);
    }

    private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .toList();
    }
}
