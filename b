{
  "catalogue": "told",
  "version": "1.0",
  "form": "form",
  "digest": "3412f82f8b5fdf4f",
  "seed": "me",
  "occasion": 0,
  "perspective": "self",
  "on": "2026-11-29",
  "answers": {
    "calm.talk": 0,
    "calm.rest": 2,
    "calm.feel": "not-shown"
  },
  "seconds": {}
}
