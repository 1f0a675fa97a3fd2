//! A picture made in code: a page of which the last line is cut off, as a PNG.

const WIDTH: usize = 240;
const HEIGHT: usize = 340;
/// The margin around the lines, and from the top of one line to the next.
const MARGIN: usize = 24;
const PITCH: usize = 16;
const LINE: usize = 7;
/// Where the printer stops: in the middle of the last line.
const CUT: usize = 291;

/// An invoice that was printed without its last line. Black on white, about 10 kB.
pub fn invoice() -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    // One bit a pixel, shades of grey, no interlacing.
    let header =
        [&(WIDTH as u32).to_be_bytes()[..], &(HEIGHT as u32).to_be_bytes(), &[1, 0, 0, 0, 0]].concat();
    chunk(&mut png, b"IHDR", &header);
    chunk(&mut png, b"IDAT", &zlib_stored(&rows()));
    chunk(&mut png, b"IEND", &[]);
    png
}

/// The rows of the picture, each after the byte that says "not filtered".
fn rows() -> Vec<u8> {
    let mut rows = Vec::with_capacity(HEIGHT * (1 + WIDTH / 8));
    for y in 0..HEIGHT {
        rows.push(0);
        for byte in 0..WIDTH / 8 {
            let bits = (0..8).map(|bit| !is_ink(byte * 8 + bit, y));
            rows.push(bits.fold(0, |bits, white| bits << 1 | u8::from(white)));
        }
    }
    rows
}

fn is_ink(x: usize, y: usize) -> bool {
    let edge = x == 0 || x == WIDTH - 1 || y == 0 || y == HEIGHT - 1;
    let (line, within) = ((y / PITCH), y % PITCH);
    // The letterhead is short, texts are of several lengths, amounts stand at the right.
    let text = MARGIN + 40 + line * 37 % 70;
    let text_or_amount =
        (MARGIN..text).contains(&x) || (line > 4 && (WIDTH - 62..WIDTH - MARGIN).contains(&x));
    let printed = (MARGIN..CUT).contains(&y) && line != 4;
    edge || (printed && within < LINE && text_or_amount)
}

fn chunk(png: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    let named = [&kind[..], data].concat();
    png.extend((data.len() as u32).to_be_bytes());
    png.extend(&named);
    png.extend(crc32(&named).to_be_bytes());
}

/// Data as a zlib stream that does not compress. Source: RFC 1950 and RFC 1951, section 3.2.4.
fn zlib_stored(data: &[u8]) -> Vec<u8> {
    let mut stream = vec![0x78, 0x01];
    let mut blocks = data.chunks(usize::from(u16::MAX)).peekable();
    while let Some(block) = blocks.next() {
        let length = block.len() as u16;
        stream.push(u8::from(blocks.peek().is_none()));
        stream.extend(length.to_le_bytes());
        stream.extend((!length).to_le_bytes());
        stream.extend(block);
    }
    stream.extend(adler32(data).to_be_bytes());
    stream
}

/// Source: RFC 2083, section 15.
fn crc32(data: &[u8]) -> u32 {
    !data.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| {
                if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 }
            },
        )
    })
}

/// Source: RFC 1950, section 9.
fn adler32(data: &[u8]) -> u32 {
    let (a, b) = data.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    b << 16 | a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksums_are_those_of_the_standards() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(crc32(b"IEND"), 0xAE42_6082);
        assert_eq!(adler32(b"Wikipedia"), 0x11E6_0398);
    }

    #[test]
    fn the_last_line_is_cut_off_in_the_middle() {
        let ink = |y: usize| (1..WIDTH - 1).any(|x| is_ink(x, y));
        let last = (0..HEIGHT - 1).rev().find(|y| ink(*y)).unwrap();
        let line_begin = last / PITCH * PITCH;
        assert_eq!(last, CUT - 1);
        assert!(last - line_begin + 1 < LINE, "the last line is whole");
        assert!((line_begin - PITCH..line_begin - PITCH + LINE).all(ink), "the line before it is not");
    }

    #[test]
    fn a_picture_opens_as_one() {
        let png = invoice();
        assert_eq!(domain::file::check_content("image/png", &png), Ok(()));
        assert!(png.len() < 12_000, "{}", png.len());
        assert_eq!(rows().len(), HEIGHT * (1 + WIDTH / 8));
    }
}
