/**
 * The platform's text coders, for wasm-bindgen's glue. Where there are none (Jest's jsdom takes them
 * away), plain ones: the glue asks for no more than these do.
 */

interface TextCoders {
  readonly TextDecoder: new () => { decode(bytes?: Uint8Array): string };
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
}

export function textCoders(): TextCoders {
  const { TextDecoder = PlainDecoder, TextEncoder = PlainEncoder } =
    globalThis as Partial<TextCoders>;
  return { TextDecoder, TextEncoder };
}

/** Bytes that follow the first one carry six bits each. */
const SIX_BITS = 0x3f;

class PlainDecoder {
  /** The rules say well-formed text only. */
  decode(bytes: Uint8Array = new Uint8Array()): string {
    let text = "";
    for (let at = 0; at < bytes.length; ) {
      let code = bytes[at++] as number;
      if (code >= 0x80) {
        const more = code < 0xe0 ? 1 : code < 0xf0 ? 2 : 3;
        code &= SIX_BITS >> more;
        for (const end = at + more; at < end; at++) {
          code = (code << 6) | ((bytes[at] as number) & SIX_BITS);
        }
      }
      text += String.fromCodePoint(code);
    }
    return text;
  }
}

class PlainEncoder {
  encode(text: string): Uint8Array {
    const bytes: number[] = [];
    for (const character of text) {
      let code = character.codePointAt(0) as number;
      // Half a pair is no character.
      if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
      if (code < 0x80) {
        bytes.push(code);
        continue;
      }
      const more = code < 0x800 ? 1 : code < 0x1_0000 ? 2 : 3;
      bytes.push(((0xf80 >> more) & 0xff) | (code >> (6 * more)));
      for (let left = more - 1; left >= 0; left--) {
        bytes.push(0x80 | ((code >> (6 * left)) & SIX_BITS));
      }
    }
    return Uint8Array.from(bytes);
  }
}
