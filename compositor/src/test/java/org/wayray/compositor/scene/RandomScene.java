package org.wayray.compositor.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.wayray.compositor.fixture.SessionInvariants;
import org.wayray.compositor.geometry.BufferTransform;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Point;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Region;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space;
import org.wayray.compositor.geometry.Space.Buffer;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.geometry.Space.Physical;
import org.wayray.compositor.output.Output;
import org.wayray.compositor.output.OutputMode;

/** A scene to which random but permitted things happen, the same for the same seed. */
public final class RandomScene {

    private static final int MAX_SURFACES = 14;
    private static final int[] SCALES = {120, 120, 120, 240, 150, 180, 133};

    private final Random random;
    private final Scene scene = new Scene();
    private final Output output;
    /** Outputs that come and go beside it. */
    private final List<Output> others = new ArrayList<>();

    private final List<Surface> surfaces = new ArrayList<>();
    private final List<TestBuffer> buffers = new ArrayList<>();
    private final List<RecordingCallback> callbacks = new ArrayList<>();

    public RandomScene(long seed) {
        random = new Random(seed);
        output = new Output(
                "TEST-1", "test", new OutputMode(new Size<>(97, 71), 60_000), randomScale(), new Offset<>(-5, 3));
        scene.addOutput(output);
    }

    public Scene scene() {
        return scene;
    }

    public Output output() {
        return output;
    }

    /** Does one thing and answers what. */
    public String step() throws InvalidCommitException {
        if (surfaces.isEmpty()) {
            return create();
        }
        Surface surface = surfaces.get(random.nextInt(surfaces.size()));
        return switch (random.nextInt(24)) {
            case 0, 1 -> create();
            case 2, 3, 4, 5 -> draw(surface);
            case 6 -> redrawAll(surface);
            case 7 -> commit(surface);
            case 8 -> show(surface);
            case 9 -> addPopup(surface);
            case 10 -> adopt(surface);
            case 11 -> moveSubsurface(surface);
            case 12 -> restackSubsurface(surface);
            case 13 -> setMode(surface);
            case 14 -> moveTree(surface);
            case 15 -> restackTree(surface);
            case 16 -> setRegions(surface);
            case 17 -> setShape(surface);
            case 18 -> hide(surface);
            case 19 -> removeTree(surface);
            case 20 -> end(surface);
            case 21 -> plug();
            case 22 -> unplug();
            default -> reconfigure();
        };
    }

    /** What must hold whatever happened. */
    public void verifyInvariants() {
        Set<Surface> visible = new HashSet<>();
        scene.forEachVisible((surface, position) -> {
            assertThat(visible.add(surface)).as("seen once").isTrue();
            assertThat(surface.isAlive()).isTrue();
            assertThat(surface.isMapped()).isTrue();
            assertThat(surface.hasContent()).isTrue();
            assertThat(surface.scenePosition()).contains(position);
            Rect<Logical> bounds = surface.size().toRect();
            assertThat(bounds.contains(surface.inputRegion().bounds())).isTrue();
            assertThat(bounds.contains(surface.opaqueRegion().bounds())).isTrue();
        });
        for (Surface surface : surfaces) {
            assertThat(surface.isMapped()).isEqualTo(visible.contains(surface));
            assertThat(surface.tree().isPresent() && surface.subsurface().isPresent())
                    .as("in two places")
                    .isFalse();
            for (SubsurfacePlace place : surface.current().stack()) {
                if (place.surface() != surface) {
                    assertThat(place.surface().isAlive()).isTrue();
                    assertThat(place.surface().subsurface().orElseThrow().parent())
                            .isSameAs(surface);
                }
            }
            assertThat(surface.pending().stack())
                    .extracting(SubsurfacePlace::surface)
                    .contains(surface);
        }
        for (TestBuffer buffer : buffers) {
            assertThat(buffer.holders()).isBetween(0, 2);
        }
        Rect<Physical> screen = output.mode().size().toRect();
        assertThat(screen.contains(output.damage().bounds())).isTrue();
        Point<Logical> probe = new Point<>(random.nextInt(100) - 5 + 0.5, random.nextInt(80) + 0.5);
        scene.surfaceAt(probe).ifPresent(hit -> {
            assertThat(visible).contains(hit.surface());
            assertThat(hit.surface().inputRegion().contains(hit.local())).isTrue();
            assertThat(hit.surface().toLocal(probe)).contains(hit.local());
        });
        scene.updateVisibility();
        SessionInvariants.verify(scene);
        for (Surface surface : surfaces) {
            if (!visible.contains(surface)) {
                assertThat(surface.outputs()).isEmpty();
            }
        }
    }

    /** Ends every surface; then nothing may be held any longer. */
    public void endAll() {
        while (!surfaces.isEmpty()) {
            end(surfaces.get(random.nextInt(surfaces.size())));
        }
        for (Layer layer : Layer.values()) {
            assertThat(scene.trees(layer)).isEmpty();
        }
        assertThat(buffers).allMatch(buffer -> buffer.holders() == 0);
        assertThat(callbacks).allMatch(callback -> callback.cancelled == 1);
    }

    private String create() {
        if (surfaces.size() < MAX_SURFACES) {
            surfaces.add(new Surface(this));
        }
        return "create";
    }

    private String draw(Surface surface) throws InvalidCommitException {
        Size<Buffer> size = surface.geometry().bufferSize();
        if (size.isEmpty() || surface.pending().attached()) {
            return redrawAll(surface);
        }
        TestBuffer buffer = new TestBuffer(
                size.width(), size.height(), surface.content().orElseThrow().isOpaque());
        System.arraycopy(surface.content().orElseThrow().pixels(), 0, buffer.pixels(), 0, buffer.pixels().length);
        Rect<Buffer> changed = randomRect(size.width(), size.height());
        paint(buffer, changed);
        attach(surface, buffer);
        if (random.nextBoolean()) {
            surface.damageBuffer(changed);
        } else {
            surface.damage(surface.geometry().toSurface(changed));
            surface.damage(new Rect<>(-3, -3, 5, 5));
        }
        surface.frame(callback());
        return commit(surface);
    }

    private String redrawAll(Surface surface) throws InvalidCommitException {
        int unit = 2 * surface.pending().scale();
        TestBuffer buffer = new TestBuffer(
                unit * (1 + random.nextInt(20)), unit * (1 + random.nextInt(20)), random.nextInt(3) == 0);
        paint(buffer, buffer.size().toRect());
        surface.setViewport(Viewport.NONE);
        attach(surface, buffer);
        return commit(surface);
    }

    private void attach(Surface surface, TestBuffer buffer) {
        surface.setOpaqueRegion(Region.empty());
        buffers.add(buffer);
        surface.attach(buffer);
    }

    private RecordingCallback callback() {
        RecordingCallback callback = new RecordingCallback();
        callbacks.add(callback);
        return callback;
    }

    private void paint(TestBuffer buffer, Rect<Buffer> area) {
        for (int y = area.y(); y < area.bottom(); y++) {
            for (int x = area.x(); x < area.right(); x++) {
                buffer.pixels()[y * buffer.size().width() + x] = randomColour(buffer.isOpaque());
            }
        }
    }

    private int randomColour(boolean opaque) {
        int alpha = opaque || random.nextInt(3) == 0 ? 255 : random.nextInt(256);
        int colour = alpha << 24;
        for (int shift = 0; shift < 24; shift += 8) {
            colour |= random.nextInt(alpha + 1) << shift;
        }
        return colour;
    }

    private String commit(Surface surface) throws InvalidCommitException {
        surface.commit();
        return "commit";
    }

    private String show(Surface surface) {
        if (surface.tree().isEmpty() && surface.subsurface().isEmpty()) {
            Layer[] layers = Layer.values();
            scene.add(surface, layers[random.nextInt(layers.length)], randomOffset(60));
        }
        return "show";
    }

    private String addPopup(Surface surface) {
        Surface parent = surfaces.get(random.nextInt(surfaces.size()));
        if (surface.tree().isEmpty()
                && surface.subsurface().isEmpty()
                && parent.tree().isPresent()) {
            parent.tree().get().addChild(surface, randomOffset(20));
        }
        return "popup";
    }

    private String adopt(Surface child) {
        Surface parent = surfaces.get(random.nextInt(surfaces.size()));
        if (child.tree().isEmpty() && child.subsurface().isEmpty() && !child.isAncestorOf(parent)) {
            parent.addSubsurface(child).setPosition(randomOffset(15));
        }
        return "subsurface";
    }

    private String moveSubsurface(Surface surface) {
        surface.subsurface().ifPresent(bond -> bond.setPosition(randomOffset(20)));
        return "position";
    }

    private String restackSubsurface(Surface surface) {
        surface.subsurface().ifPresent(bond -> {
            List<SubsurfacePlace> stack = bond.parent().pending().stack();
            Surface reference = stack.get(random.nextInt(stack.size())).surface();
            boolean placed = random.nextBoolean() ? bond.placeAbove(reference) : bond.placeBelow(reference);
            assertThat(placed).isEqualTo(reference != surface);
        });
        return "place";
    }

    private String setMode(Surface surface) throws InvalidCommitException {
        Subsurface bond = surface.subsurface().orElse(null);
        if (bond != null) {
            if (random.nextInt(4) == 0) {
                bond.destroy();
            } else {
                bond.setSynchronized(random.nextBoolean());
            }
        }
        return "mode";
    }

    private String moveTree(Surface surface) {
        surface.tree().ifPresent(tree -> tree.moveTo(randomOffset(60)));
        return "move";
    }

    private String restackTree(Surface surface) {
        surface.tree().ifPresent(random.nextBoolean() ? SurfaceTree::raise : SurfaceTree::lower);
        return "restack";
    }

    private String setRegions(Surface surface) throws InvalidCommitException {
        surface.setInputRegion(randomRegion());
        Content content = surface.content().orElse(null);
        Region<Logical> opaque = Region.empty();
        if (content != null && !surface.isSynchronized()) {
            // an honest client: only claims what is so
            for (int y = 0; y < surface.size().height(); y += 3) {
                for (int x = 0; x < surface.size().width(); x += 3) {
                    Rect<Logical> cell = new Rect<>(x, y, 3, 3);
                    if (isOpaque(content, surface.geometry().toBuffer(cell))) {
                        opaque = opaque.union(cell);
                    }
                }
            }
        }
        surface.setOpaqueRegion(opaque);
        return surface.pending().attached() ? "regions" : commit(surface);
    }

    private static boolean isOpaque(Content content, Rect<Buffer> area) {
        for (int y = area.y(); y < area.bottom(); y++) {
            for (int x = area.x(); x < area.right(); x++) {
                if (content.pixels()[y * content.size().width() + x] >>> 24 != 0xff) {
                    return false;
                }
            }
        }
        return true;
    }

    private String setShape(Surface surface) throws InvalidCommitException {
        BufferTransform[] transforms = BufferTransform.values();
        surface.setBufferTransform(transforms[random.nextInt(transforms.length)]);
        surface.setBufferScale(1 + random.nextInt(2));
        Viewport viewport = Viewport.NONE;
        if (random.nextBoolean()) {
            viewport = viewport.withDestination(new Size<>(1 + random.nextInt(40), 1 + random.nextInt(40)));
            if (random.nextBoolean()) {
                viewport = viewport.withSource(
                        new Viewport.Source(random.nextInt(64) / 256.0, 0, 0.25 + random.nextInt(128) / 256.0, 0.75));
            }
        }
        surface.setViewport(viewport);
        surface.setOpaqueRegion(Region.empty());
        return commit(surface);
    }

    private String hide(Surface surface) throws InvalidCommitException {
        surface.attach(null);
        return commit(surface);
    }

    private String removeTree(Surface surface) {
        surface.tree().ifPresent(SurfaceTree::remove);
        return "remove";
    }

    private String end(Surface surface) {
        surfaces.remove(surface);
        surface.destroy();
        return "destroy";
    }

    private String reconfigure() {
        if (random.nextInt(4) == 0) {
            output.reconfigure(output.mode(), randomScale(), output.position());
        } else if (!others.isEmpty()) {
            others.get(random.nextInt(others.size())).reconfigure(randomMode(), randomScale(), randomOffset(60));
        }
        scene.outputChanged();
        return "reconfigure";
    }

    private String plug() {
        if (others.size() < 2) {
            Output added = new Output("TEST-2", "test", randomMode(), randomScale(), randomOffset(60));
            others.add(added);
            scene.addOutput(added);
        }
        return "plug";
    }

    private String unplug() {
        if (!others.isEmpty()) {
            scene.removeOutput(others.remove(random.nextInt(others.size())));
        }
        return "unplug";
    }

    private OutputMode randomMode() {
        return new OutputMode(new Size<>(1 + random.nextInt(90), 1 + random.nextInt(90)), 60_000);
    }

    private Scale randomScale() {
        return new Scale(SCALES[random.nextInt(SCALES.length)]);
    }

    private Offset<Logical> randomOffset(int range) {
        return new Offset<>(random.nextInt(2 * range) - range / 2, random.nextInt(2 * range) - range / 2);
    }

    private Region<Logical> randomRegion() {
        Region<Logical> region = Region.empty();
        for (int i = random.nextInt(4); i > 0; i--) {
            region = region.union(randomRect(30, 30));
        }
        return region;
    }

    private <S extends Space> Rect<S> randomRect(int width, int height) {
        int x = random.nextInt(width);
        int y = random.nextInt(height);
        return new Rect<>(x, y, 1 + random.nextInt(width - x), 1 + random.nextInt(height - y));
    }
}
