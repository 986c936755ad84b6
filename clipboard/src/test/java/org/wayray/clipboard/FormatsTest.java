package org.wayray.clipboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wayray.clipboard.Formats.FILES;
import static org.wayray.clipboard.Formats.GNOME_FILES;
import static org.wayray.clipboard.Formats.PNG;
import static org.wayray.clipboard.Formats.TEXT;
import static org.wayray.clipboard.Formats.URI_LIST;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.wayray.clipboard.Formats.Recipe;
import org.wayray.clipboard.Formats.Step;

class FormatsTest {
    @Test
    void textHasOneNameOnTheWireAndAllNamesAtItsEnds() {
        for (String name : List.of("UTF8_STRING", "text/plain", "TEXT", "text/plain;charset=UTF-8", "STRING")) {
            assertThat(Formats.forWire(List.of("TARGETS", name)))
                    .startsWith(TEXT)
                    .contains(name);
        }
        assertThat(Formats.fromWire(List.of(TEXT, "text/html")))
                .containsExactly(TEXT, "text/html", "UTF8_STRING", "text/plain", "TEXT");
        assertThat(Formats.recipe(List.of("UTF8_STRING"), TEXT)).contains(new Recipe("UTF8_STRING", Step.NONE));
        assertThat(Formats.recipe(List.of("STRING"), TEXT)).contains(new Recipe("STRING", Step.LATIN_1_TO_UTF_8));
        assertThat(Formats.recipe(List.of(TEXT), "STRING")).contains(new Recipe(TEXT, Step.UTF_8_TO_LATIN_1));
        assertThat(Formats.recipe(List.of("text/html"), TEXT)).isEmpty();
    }

    @Test
    void filesGoWithTheirContents() {
        assertThat(Formats.forWire(List.of(URI_LIST, "application/vnd.portal.filetransfer", FILES)))
                .containsExactly(FILES, URI_LIST);
        assertThat(Formats.recipe(List.of(GNOME_FILES), FILES)).contains(new Recipe(GNOME_FILES, Step.PACK));
        assertThat(Formats.fromWire(List.of(FILES, URI_LIST))).containsExactly(URI_LIST, GNOME_FILES);
        assertThat(Formats.recipe(List.of(FILES, URI_LIST), URI_LIST)).contains(new Recipe(FILES, Step.UNPACK));
        assertThat(Formats.recipe(List.of(URI_LIST), URI_LIST)).contains(new Recipe(URI_LIST, Step.NONE));
    }

    @Test
    void picturesAreMadeOfEachOther() throws Exception {
        assertThat(Formats.forWire(List.of("image/bmp"))).containsExactly(PNG, "image/bmp");
        assertThat(Formats.recipe(List.of("image/bmp"), PNG)).contains(new Recipe("image/bmp", Step.PICTURE));
        var picture = new BufferedImage(20, 10, BufferedImage.TYPE_INT_ARGB);
        picture.setRGB(3, 4, 0xff123456);
        var png = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", png);
        byte[] bytes = png.toByteArray();
        for (String format : Formats.fromWire(List.of(PNG))) {
            var there = new ByteArrayOutputStream();
            Pictures.convert(new ByteArrayInputStream(bytes), format, there);
            var back = new ByteArrayOutputStream();
            Pictures.convert(new ByteArrayInputStream(there.toByteArray()), PNG, back);
            assertThat(ImageIO.read(new ByteArrayInputStream(back.toByteArray()))
                            .getRGB(3, 4))
                    .isEqualTo(0xff123456);
        }
    }

    @Test
    void whatIsNoPictureOrTooLargeIsAnError() throws Exception {
        var png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_ARGB), "png", png);
        byte[] huge = png.toByteArray();
        huge[18] = 0x7f; // the upper bytes of width and height
        huge[22] = 0x7f;
        assertThatThrownBy(() ->
                        Pictures.convert(new ByteArrayInputStream(huge), "image/bmp", new ByteArrayOutputStream()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("pixels");
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = png.toByteArray();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            damaged[33 + random.nextInt(damaged.length - 33)] = (byte) random.nextInt();
            try {
                Pictures.convert(new ByteArrayInputStream(damaged), "image/bmp", new ByteArrayOutputStream());
            } catch (IOException expected) {
                assertThat(expected).isNotNull();
            }
        }
    }

    @Test
    void anOfferStaysWithinTheLimits() {
        List<String> many = IntStream.range(0, 10_000).mapToObj(i -> "x/" + i).toList();
        assertThat(Formats.forWire(many)).hasSize(128);
        assertThat(Formats.fromWire(many)).hasSize(128);
        assertThat(Formats.forWire(List.of("", "x".repeat(300), "a\nb", "TARGETS")))
                .isEmpty();
        assertThat(Formats.recipe(many, "unheard/of")).isEqualTo(Optional.empty());
    }
}
