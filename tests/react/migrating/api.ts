// The frontend's own way to its server. It stays as it is.

const BASE = "/api/v1";

async function request<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(BASE + path, init);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return JSON.parse(text) as T;
}

export const api = {
  get: <T>(path: string) => request<T>(path, {}),
  post: <T>(path: string, body?: object) =>
    request<T>(path, {
      method: "POST",
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    }),
};
