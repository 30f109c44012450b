window.YTD.tweets.part0 = [
{
  "tweet": {
    "id_str": "2116666525086646276",
    "id": "2116666525086646276",
    "full_text": "Publicación con foto https://t.co/a",
    "created_at": "Sat Oct 31 23:00:00 +0000 2026",
    "favorite_count": "4",
    "retweet_count": "2",
    "lang": "es",
    "entities": {
      "media": [
        {}
      ],
      "urls": []
    },
    "extended_entities": {
      "media": [
        {
          "type": "photo"
        }
      ]
    }
  }
},
{
  "tweet": {
    "id_str": "2107274639569846275",
    "id": "2107274639569846275",
    "full_text": "RT @otro: algo",
    "created_at": "Sat Oct 31 23:00:00 +0000 2026",
    "favorite_count": "4",
    "retweet_count": "2",
    "lang": "es"
  }
},
{
  "tweet": {
    "id_str": "x9",
    "id": "x9",
    "full_text": "sin número",
    "created_at": "Sat Oct 31 23:00:00 +0000 2026",
    "favorite_count": "4",
    "retweet_count": "2",
    "lang": "es"
  }
},
{
  "tweet": {
    "id_str": "2107079604433846274",
    "id": "2107079604433846274",
    "