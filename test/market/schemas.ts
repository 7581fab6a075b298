/**
 * Seven small subgraphs that use what federation offers: several and nested keys, `@requires`, `@provides`, `@shareable`,
 * `@override`, `@interfaceObject`, `@inaccessible`, unions and interfaces over several subgraphs, enums of which only the
 * common values may be sent, fields that may be null in one subgraph only, and mutations.
 */
const link = (...imports: string[]) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: [${['@key', ...imports].map((i) => `"${i}"`).join(', ')}])\n`;

export const MARKET: Readonly<Record<string, string>> = {
  catalog: `${link('@shareable', '@inaccessible')}
    type Query {
      products(first: Int = 3, filter: ProductFilter): [Product!]
      product(upc: ID!): Product
      things(first: Int = 4): [Thing]
      grid: [[Product!]]!
      version: String! @shareable
    }
    type Mutation { rename(upc: ID!, name: String): Product }
    input ProductFilter { zone: Zone, kinds: [Kind!] = [TOOL, TOY], under: PriceRange }
    input PriceRange { from: Int! = 0, to: Int }
    interface Thing { label: String }
    enum Kind { TOOL TOY FOOD }
    enum Zone { NEAR FAR }
    enum Colour { RED GREEN ULTRAVIOLET @inaccessible }
    type Product implements Thing @key(fields: "upc") @key(fields: "sku brand { code }") {
      upc: ID!
      sku: String!
      brand: Brand! @shareable
      name: String
      label: String
      kind: Kind
      colours: [Colour]
      price: Int
      weight: Int!
      size: Size @shareable
      stamp: Int
      owner: User
      related(first: Int = 2): [Product!]
      tags: [String!]
      matrix: [[Int]!]
      secret: String @inaccessible
    }
    type Brand @shareable { code: ID!, title: String }
    type Size @shareable { height: Int!, width: Int, depth: Int }
    type User @key(fields: "id", resolvable: false) { id: ID! }`,

  stock: `${link('@external', '@requires', '@shareable')}
    type Query { warehouses(first: Int = 2): [Warehouse!]!, version: String! @shareable }
    enum Zone { NEAR FAR MOON }
    type Product @key(fields: "upc") {
      upc: ID!
      weight: Int! @external
      price: Int @external
      size: Size @external
      inStock: Boolean
      shipping(zone: Zone! = NEAR): Int @requires(fields: "weight price")
      boxes: Int @requires(fields: "size { height width }")
      warehouse: Warehouse!
    }
    type Size @shareable { height: Int, width: Int }
    type Warehouse @key(fields: "id region { code }") {
      id: ID!
      region: Region!
      city: String
      capacity: Int!
      products(first: Int = 2): [Product]
    }
    type Region @shareable { code: ID!, title: String! }`,

  logistics: `${link('@shareable')}
    type Product @key(fields: "sku brand { code }") {
      sku: String!
      brand: Brand!
      parcel: Parcel
      insured: Boolean
    }
    enum Zone { NEAR FAR }
    type Parcel { barcode: String!, carrier: Carrier, route: [Region!] }
    type Carrier { name: String!, rate(zone: Zone): Int }
    type Brand @shareable { code: ID! }
    type Region @shareable { code: ID!, title: String! }
    type Warehouse @key(fields: "id region { code }") { id: ID!, region: Region!, carriers: [Carrier] }`,

  people: `${link('@shareable')}
    type Query { users(first: Int = 3): [User!], user(id: ID!): User, me: User!, search(text: String = "a", first: Int = 4): [Found!] }
    type Mutation { befriend(id: ID!): User! }
    interface Thing { label: String }
    union Found = User | Product | Book
    type User implements Thing @key(fields: "id") {
      id: ID!
      name: String @shareable
      label: String
      email: String!
      age: Int
      height: Float
      stamp: Int
      friends(first: Int = 2): [User!]
      favourite: Found
      wishes: [Found]
    }
    type Product @key(fields: "upc", resolvable: false) { upc: ID! }
    type Book @key(fields: "id", resolvable: false) { id: ID! }`,

  reviews: `${link('@external', '@provides', '@requires', '@shareable')}
    type Query { reviews(first: Int = 3): [Review!]!, latest: Review }
    type Mutation { review(upc: ID!, text: String!): Review }
    type Review @key(fields: "id") {
      id: ID!
      text: String
      stars: Int!
      stamp: Int
      author: User @provides(fields: "name")
      product: Product
      about: Subject!
      replies: [Review!]!
    }
    union Subject = Product | User | Film
    type Film @key(fields: "id", resolvable: false) { id: ID! }
    type Product @key(fields: "upc") { upc: ID!, reviews(first: Int = 2): [Review!]!, score: Float, count: Int, boxes: Int @external, bulk: Float @requires(fields: "boxes") }
    type User @key(fields: "id") { id: ID!, name: String @external, reviews(first: Int = 2): [Review], count: Int }`,

  media: `${link()}
    type Query { media(first: Int = 3): [Media!]!, medium(id: ID!): Media, books: [Book] }
    interface Media @key(fields: "id") { id: ID!, title: String, maker: User }
    type Book implements Media @key(fields: "id") { id: ID!, title: String, maker: User, pages: Int!, sequel: Book }
    type Film implements Media @key(fields: "id") { id: ID!, title: String, maker: User, minutes: Int, cast: [User!]! }
    type User @key(fields: "id") { id: ID!, made: [Media] }`,

  ratings: `${link('@interfaceObject', '@override')}
    type Query { rated(first: Int = 3): [Media!]! }
    type Media @key(fields: "id") @interfaceObject { id: ID!, rating: Int, raters(first: Int = 2): [User!] }
    type User @key(fields: "id") { id: ID!, rated: [Media!], count: Int @override(from: "reviews") }`,
};
