// Run once by the image, on an empty volume: the user of the services, who may read and write one database.
db.getSiblingDB('parley').createUser({
  user: 'parley',
  pwd: process.env.MONGODB_PASSWORD,
  roles: [{ role: 'readWrite', db: 'parley' }],
})
